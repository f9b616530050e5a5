import Foundation
import TestSupport
import Testing

@testable import WindowsVolumes

/// Keys of the real volumes of the cryptsetup and dissect.fve projects, against volumes that are theirs and that are not.
@Suite("Keys checked before they are tried", .enabled(if: Fixtures.folder != nil, Fixtures.missing))
struct BitLockerKeyCheckTests {
    private static let strangers = [
        "517506-503998-044583-576191-587004-635965-501270-087802",
        "131450-120197-153989-250338-511368-495572-680944-381547",
    ]

    @Test("every documented key fits its volume, another volume's fits none")
    func documentedKeys() throws {
        try Fixtures.unpacked("cryptsetup-2.8.8/bitlk-images.tar.xz") { folder in
            let images = folder.appendingPathComponent("bitlk-images")
            let text = try String(contentsOf: images.appendingPathComponent("images.conf"), encoding: .utf8)
            var recoveryPasswords = 0
            var passwords = 0
            for section in text.components(separatedBy: "[").dropFirst() {
                let lines = section.components(separatedBy: "\n")
                let name = String(lines[0].dropLast())
                let check = try #require(
                    BitLockerKeyCheck(DeviceBytes.open(images.appendingPathComponent("\(name).img").path)))
                for line in lines {
                    let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                    guard parts.count == 2 else { continue }
                    switch parts[0] {
                    case "RP", "RP2":
                        recoveryPasswords += 1
                        #expect(fits(recoveryPassword: parts[1], check) == true, "\(name)")
                    case "PW":
                        passwords += 1
                        #expect(fits(password: parts[1], check) == true, "\(name)")
                        #expect(fits(password: parts[1] + "!", check) == false, "\(name)")
                    default: break
                    }
                }
                if name.hasSuffix("clearkey-only") {
                    #expect(fits(recoveryPassword: Self.strangers[0], check) == nil)
                }
                if name.hasSuffix("xts-128-two-recovery") {
                    #expect(fits(recoveryPassword: Self.strangers[0], check) == false)
                }
            }
            #expect(recoveryPasswords >= 18 && passwords >= 12)
        }
    }

    @Test("what is no recovery password is left to libcryptsetup")
    func unknown() throws {
        try Fixtures.unpacked("dissect.fve/recovery_password.bin.gz") { folder in
            let path = folder.appendingPathComponent("recovery_password.bin").path
            try Shell.run("truncate", "-s", "2G", path)
            let check = try #require(BitLockerKeyCheck(DeviceBytes.open(path)))
            let right = "284867-596541-514998-422114-660297-261613-215424-199408"
            #expect(fits(recoveryPassword: right, check) == true)
            #expect(fits(recoveryPassword: Self.strangers[0], check) == false)
            // No multiple of 11, too large, too short, other characters.
            for text in [
                Self.strangers[1], "999999" + right.dropFirst(6), String(right.dropLast(7)),
                "28486a" + right.dropFirst(6),
                right.replacing("-", with: " "), "",
            ] {
                #expect(fits(recoveryPassword: text, check) == nil, "\(text)")
            }
            #expect(fits(password: "password12!@", check) == true)
            #expect(fits(password: "password12!", check) == false)
        }
    }

    @Test("a volume of Windows Vista is left to libcryptsetup")
    func vista() throws {
        try Fixtures.unpacked("dissect.fve/vista.bin.gz") { folder in
            let volume = try DeviceBytes.open(folder.appendingPathComponent("vista.bin").path)
            #expect(BitLockerKeyCheck(volume) == nil)
        }
    }

    private func fits(recoveryPassword text: String, _ check: BitLockerKeyCheck) -> Bool? {
        Array(text.utf8).withUnsafeBytes { check.fits(recoveryPassword: $0) }
    }

    private func fits(password text: String, _ check: BitLockerKeyCheck) -> Bool? {
        Array(text.utf8).withUnsafeBytes { check.fits(password: $0) }
    }
}

import Diagnostics
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import WindowsVolumes

/// The real volumes of the cryptsetup and dissect.fve projects.
@Suite(.enabled(if: Fixtures.folder != nil, Fixtures.missing))
struct RealBitLockerVolumeTests {
    @Test func everyCryptsetupVolumeTellsItsProtectors() throws {
        try Fixtures.unpacked("cryptsetup-2.8.8/bitlk-images.tar.xz") { folder in
            let images = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
                $0.hasSuffix(".img")
            }
            #expect(images.count >= 20)
            for image in images.sorted() {
                let volume = try DeviceBytes(path: folder.appendingPathComponent(image).path)
                #expect(BitLockerVolume.isRecognised(try volume.read(at: 0, count: 512)), "\(image)")
                let parsed = try BitLockerVolume(volume, named: image)
                #expect(parsed.volumeID.count == 36)
                #expect(!parsed.protectors.isEmpty, "\(image)")
                if image.contains("clearkey") || image.contains("clear-key") {
                    #expect(parsed.protectors.contains { $0.kind == .clearKey }, "\(image)")
                }
            }
        }
    }

    @Test func tellsTheComputersName() throws {
        try Fixtures.unpacked("dissect.fve/recovery_password.bin.gz") { folder in
            let path = folder.appendingPathComponent("recovery_password.bin").path
            try Shell.run("truncate", "-s", "2G", path)
            #expect(try BitLockerVolume(DeviceBytes(path: path), named: path).computerName == "DESKTOP-QNI1MMF")
        }
    }

    @Test func saysThatVistasFormatIsNotSupported() throws {
        try Fixtures.unpacked("dissect.fve/vista.bin.gz") { folder in
            let volume = try DeviceBytes(path: folder.appendingPathComponent("vista.bin").path)
            #expect(BitLockerVolume.isRecognised(try volume.read(at: 0, count: 512)))
            let error = #expect(throws: VolumeError.self) { try BitLockerVolume(volume, named: "vista") }
            #expect(error?.code == .unsupportedBitLocker)
        }
    }

    /// Debian 12's libcryptsetup opens these; what only later ones open is tried in the booted image.
    @Test func aKeyOpensItsVolumeAndAnotherDoesNot() throws {
        try Fixtures.unpacked("dissect.fve/recovery_password.bin.gz") { folder in
            let path = folder.appendingPathComponent("recovery_password.bin").path
            try Shell.run("truncate", "-s", "2G", path)
            let volume = try LockedBitLocker(path: path)
            let right = Array("284867-596541-514998-422114-660297-261613-215424-199408".utf8)
            let wrong = Array("517506-503998-044583-576191-587004-635965-501270-087802".utf8)
            _ = try right.withUnsafeBytes { try volume.key(with: .bytes($0)) }
            let error = #expect(throws: VolumeError.self) {
                try wrong.withUnsafeBytes { _ = try volume.key(with: .bytes($0)) }
            }
            #expect(error?.code == .wrongKey)
        }
    }

    @Test(arguments: [
        ("aes-xts_128", 0x8004, ProtectorKind.password), ("aes_256_diffuser", 0x8001, .password),
        ("suspended", 0x8004, .clearKey), ("startup_key", 0x8004, .startupKey),
    ])
    func tellsMethodAndProtectors(name: String, method: Int, kind: ProtectorKind) throws {
        try Fixtures.unpacked("dissect.fve/\(name).bin.gz") { folder in
            let path = folder.appendingPathComponent("\(name).bin").path
            // The files end after the third metadata block; the volume is longer.
            try Shell.run("truncate", "-s", "2G", path)
            let parsed = try BitLockerVolume(DeviceBytes(path: path), named: name)
            #expect(parsed.method == method)
            #expect(parsed.protectors.contains { $0.kind == kind })
        }
    }
}

@Suite struct BitLockerVolumeTests {
    @Test func refusesAnNTFSVolumeAndShortInput() {
        #expect(!BitLockerVolume.isRecognised(Array("\u{eb}R\u{90}NTFS    ".utf8)))
        #expect(!BitLockerVolume.isRecognised([]))
    }

    @Test func saysThatNoCopyIsSound() throws {
        var sector = [UInt8](repeating: 0, count: 4096)
        sector.replaceSubrange(3..<11, with: Array("-FVE-FS-".utf8))
        #expect(throws: VolumeError.self) { try BitLockerVolume(ImageBytes(bytes: sector), named: "sda3") }
    }

    /// A block of metadata with a thousand key protectors, in the layout that `BitLockerVolume` documents.
    @Test func aThousandProtectorsAreNotTakenOver() throws {
        func little(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(value >> (8 * $0) & 255) } }
        let protector =
            little(36, 2) + little(2, 2) + little(8, 2) + little(1, 2)
            + [UInt8](repeating: 5, count: 26) + little(0x0800, 2)
        var block = Array("-FVE-FS-".utf8) + little((112 + 36_000) / 16, 2) + little(2, 2) + little(4, 2)
        block += [UInt8](repeating: 0, count: 64 - block.count)
        block += little(48 + 36_000, 4) + little(1, 4) + little(48, 4) + [UInt8](repeating: 0, count: 36)
        block += (0..<1000).flatMap { _ in protector }
        block += little(8, 2) + little(1, 2) + little(Int(crc32(block)), 4)
        var volume = [UInt8](repeating: 0, count: 4096)
        volume.replaceSubrange(3..<11, with: Array("-FVE-FS-".utf8))
        let guid: [UInt8] = [
            0x3B, 0xD6, 0x67, 0x49, 0x29, 0x2E, 0xD8, 0x4A, 0x83, 0x99, 0xF6, 0xA3, 0x39, 0xE3, 0xD0, 0x01,
        ]
        volume.replaceSubrange(160..<176, with: guid)
        for copy in 0..<3 { volume.replaceSubrange((176 + 8 * copy)..<(184 + 8 * copy), with: little(4096, 8)) }
        let parsed = try BitLockerVolume(ImageBytes(bytes: volume + block), named: "sda3")
        #expect(parsed.protectors.count == 100)
        #expect(parsed.protectors.allSatisfy { $0.kind == .recoveryPassword })
    }

    private func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 != 0 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}

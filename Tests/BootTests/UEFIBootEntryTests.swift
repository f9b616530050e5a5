import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab

/// A UEFI machine with an entry for Windows, as every machine with Windows has one.
@Suite("UEFI without Secure Boot", .needsImage, .needsDiskTools, .needs(.uefi(secureBoot: false)))
struct UEFIBootEntryTests {
    /// EFI_GLOBAL_VARIABLE (UEFI specification, section 3.3).
    private static let variables = "/sys/firmware/efi/efivars"
    private static let vendor = "8be4df61-93ca-11d2-aa0d-00e098032b8c"

    /// A load option: the attributes that efivarfs puts in front (non-volatile, boot and run time), then (section 3.1.3)
    /// active, the length of the path, the name, a hard drive if there is one, the path of Windows' loader, the path's end.
    private static func bootOption(on hardDrive: [UInt8] = []) -> [UInt8] {
        func utf16(_ text: String) -> [UInt8] {
            (text + "\0").utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        }
        let name = utf16("Windows Boot Manager")
        let file = utf16("\\EFI\\Microsoft\\Boot\\bootmgfw.efi")
        let path = hardDrive + [0x04, 0x04, UInt8(file.count + 4), 0] + file + [0x7F, 0xFF, 4, 0]
        return [7, 0, 0, 0] + [1, 0, 0, 0] + [UInt8(path.count), 0] + name + path
    }

    /// A partition by its GUID (section 10.3.5.1), whose first three groups are little-endian.
    private static func hardDrive(_ guid: String) -> [UInt8] {
        let digits = guid.filter(\.isHexDigit).compactMap(\.hexDigitValue)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
        return [4, 1, 42, 0, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 16) + order.map { bytes[$0] } + [2, 2]
    }

    /// Of a disk that the machine does not have any more.
    private static let gone = hardDrive("dededede-dede-dede-dede-dededededede")

    @Test("the menu's shell works; starting from the disk and a repair both make Windows start next, once")
    func startsWindowsNext() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let system = try Shell.run("/usr/sbin/sfdisk", "--part-uuid", disk.path, "1")
            let stick = try bench.stick()
            var configuration = VirtualMachine.Configuration(
                firmware: .uefi(secureBoot: false), devices: [.usbStick(stick), .nvme(disk.path)])
            bench.prepare(&configuration)
            // The variables live as long as the machine.
            configuration.endsAtReboot = false
            let transcript = try await VirtualMachine.run(configuration) { machine in
                try await Bench.choose(["down", "down", "down", "ret"], on: machine)
                try await machine.waitForPrompt("unloop# ", timeout: Bench.patience)
                // An entry of a disk that is gone comes first, by its number.
                for (number, option) in [
                    ("0290", Self.bootOption(on: Self.gone)), ("0291", Self.bootOption(on: Self.hardDrive(system))),
                ] {
                    let octal = option.map { "\\0" + String($0, radix: 8) }.joined()
                    let file = "\(Self.variables)/Boot\(number)-\(Self.vendor)"
                    try machine.sendSerial("echo -ne '\(octal)' > \(file) && echo \(number)-$((1+1))\n")
                    try await machine.wait(for: "\(number)-2", timeout: Bench.patience)
                }
                let seen = machine.mark
                try machine.sendSerial("exit\n")

                try await Bench.choose(["down", "down", "down", "down", "ret"], on: machine, after: seen)
                try await machine.wait(for: "Unloop: the next start is Windows", timeout: Bench.patience)

                // There is no Windows where the entry points to, so that the firmware goes on to the stick.
                try await machine.wait(for: "Unloop outcome: repaired", timeout: Bench.patience)
                try await machine.wait(for: "Press any key", timeout: Bench.patience)
                try await Task.sleep(for: .seconds(4))
                try await machine.typeFirstOnSerialLine("s")
                try await machine.waitForPrompt("unloop# ", timeout: Bench.patience)
                try machine.sendSerial("od -An -tx1 \(Self.variables)/BootNext-\(Self.vendor)\n")
                try await machine.wait(for: "07 00 00 00 91 02", timeout: Bench.patience)
                return machine.transcript
            }
            #expect(ConsoleScan.problems(in: transcript) == [])
            #expect(transcript.contains("the next start is Windows Boot Manager"))
            #expect(transcript.contains("The next start is Windows, even with the stick in."))
            try disk.expectRepaired()
            let log = try #require(try bench.content(of: stick).logs.first)
            #expect(log.notes("boot-next").count == 1)
            #expect(log.start?.machine.secureBoot == .off)
        }
    }
}

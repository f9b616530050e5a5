import Diagnostics
import Digests
import Foundation
import Testing
import Vocabulary

@testable import VMLab

@Suite struct LabTests {
    @Test func consoleProblemsAreToldWithTheirLines() {
        let text = "Linux version 6.12\r\n[    1.0] Kernel panic - not syncing: x\nfine\ninit[1]: segfault at 0 ip 0\n"
        #expect(
            ConsoleScan.problems(in: text) == [
                "line 2: [    1.0] Kernel panic - not syncing: x", "line 4: init[1]: segfault at 0 ip 0",
            ])
        #expect(ConsoleScan.problems(in: "Linux version 6.12\npanic=30 debug\nno OOPS here\n").isEmpty)
    }

    @Test func controlSequencesAreNotText() {
        #expect(
            TerminalText.plain(Array("\u{1B}[H\u{1B}[J\u{1B}[1;1HFOUND\u{1B}[0m\ton\u{1B}M hd0é\r".utf8))
                == "FOUND\ton hd0é")
        #expect(TerminalText.plain(Array("cut \u{1B}[1;".utf8)) == "cut ")
        #expect(TerminalText.plain([0x41, 0x1B]) == "A")
    }

    @Test func commandLineNamesEveryDeviceInBootOrder() {
        var configuration = VirtualMachine.Configuration(
            firmware: .uefi(secureBoot: true),
            devices: [.usbStick("/a,b.img", snapshot: true), .nvme("/c"), .network(directory: "/d", bootFile: "e.efi")])
        configuration.identity = VirtualMachine.Identity(serial: "S,1")
        let line = QEMUArguments(configuration: configuration, accelerator: .tcg, variables: "/v", monitor: "/m").words
            .joined(separator: " ")
        #expect(line.contains("-machine q35,smm=on"))
        #expect(line.contains("unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.secboot.fd"))
        #expect(line.contains("unit=1,file=/v"))
        #expect(line.contains("id=drive0,format=raw,cache=unsafe,file=/a,,b.img,snapshot=on"))
        #expect(line.contains("usb-storage,bus=usb.0,removable=on,drive=drive0,id=device0,bootindex=1"))
        #expect(line.contains("nvme,serial=nvme1,drive=drive1,id=device1,bootindex=2"))
        #expect(line.contains("user,id=net2,tftp=/d,bootfile=e.efi"))
        #expect(line.contains("virtio-net-pci,netdev=net2,id=device2,bootindex=3,romfile="))
        #expect(line.contains("-smbios type=1,serial=S,,1"))
    }
}

@Suite struct DiskComparisonTests {
    private let folder: LabFolder

    init() throws { folder = try LabFolder() }

    private func image(_ name: String, size: Int64, _ writes: [Int64: [UInt8]]) throws -> String {
        let path = folder(name)
        let file = try SparseFile(creating: path, size: size)
        for (offset, bytes) in writes { try bytes.withUnsafeBytes { try file.write($0, at: offset) } }
        return path
    }

    @Test func differencesAreFoundBetweenHolesToo() throws {
        let size: Int64 = 1 << 30
        let first = try image("a", size: size, [0: [1], 5 << 20: [1, 2, 3], 900 << 20: [0, 0, 0]])
        let second = try image("b", size: size, [0: [1], 5 << 20 + 4095: [3, 4], size - 1: [9]])
        let ranges = try DiskComparison.differingRanges(first, second)
        #expect(ranges == [5 << 20..<5 << 20 + 8192, size - 4096..<size])
        #expect(try DiskComparison.differingRanges(first, first) == [])
    }

    @Test func differentLengthIsADifference() throws {
        let first = try image("a", size: 10_000, [:])
        let second = try image("b", size: 12_000, [:])
        #expect(try DiskComparison.differingRanges(first, second) == [10_000..<12_000])
    }

    @Test func extractCopiesDataAndHoles() throws {
        let source = try image("a", size: 64 << 20, [3 << 20 - 1: [1, 2], 10 << 20: [3]])
        let part = folder("part")
        try DiskComparison.extract(source, offset: 3 << 20, size: 4 << 20, to: part)
        let expected = try image("expected", size: 4 << 20, [0: [2]])
        #expect(try DiskComparison.differingRanges(part, expected) == [])
        let blocks = try #require(try FileManager.default.attributesOfItem(atPath: part)[.size] as? Int)
        #expect(blocks == 4 << 20)
    }
}

@Suite(
    .enabled(
        if: LabRequirements.missingForNTFSListing().isEmpty && HostProgram.find("mkntfs") != nil
            && HostProgram.find("ntfscp") != nil, "needs ntfs-3g, /dev/fuse and root"))
struct NTFSListingTests {
    @Test func listsFilesOfAVolumeInsideAnImage() throws {
        let folder = try LabFolder()
        let volume = folder("volume")
        _ = try SparseFile(creating: volume, size: 16 << 20)
        try folder.run("mkntfs", "-F", "-q", volume)
        let file = folder("file")
        try Data("bad".utf8).write(to: URL(fileURLWithPath: file))
        try folder.run("ntfscp", "-f", volume, file, "/C-00000291-1.sys")
        let disk = folder("disk")
        try folder.run("dd", "if=\(volume)", "of=\(disk)", "bs=1M", "seek=3", "conv=sparse")
        let before = try Data(contentsOf: URL(fileURLWithPath: disk))
        let files = try NTFSListing.files(image: disk, partitionStart: 3 << 20, size: 16 << 20)
        #expect(files == ["C-00000291-1.sys": SHA256Hasher.hash(Array("bad".utf8))])
        #expect(try Data(contentsOf: URL(fileURLWithPath: disk)) == before)
        let error = #expect(throws: LabError.self) {
            try NTFSListing.files(image: disk, partitionStart: 0, size: 16 << 20)
        }
        #expect(error?.code == .hostFailure)
    }
}

@Suite(.enabled(if: LabRequirements.missing(for: .bios).isEmpty, "needs qemu-system-x86"), .timeLimit(.minutes(2)))
struct VirtualMachineTests {
    /// A boot sector that sends a byte to the serial port (0x3F8), then waits for keys and echoes what comes in.
    private func disk(in folder: LabFolder) throws -> String {
        var code: [UInt8] = []
        for byte in Array("HELLO\r\n? ".utf8) {
            code += [0xBA, 0xF8, 0x03, 0xB0, byte, 0xEE]  // mov dx, 0x3F8; mov al, byte; out dx, al
        }
        code += [0xBA, 0xFD, 0x03, 0xEC, 0xA8, 0x01, 0x74, 0xF8]  // mov dx, 0x3FD; in al, dx; test al, 1; jz back
        code += [0xBA, 0xF8, 0x03, 0xEC, 0xEE]  // mov dx, 0x3F8; in al, dx; out dx, al
        code += [0xEB, 0xF1]  // back to the wait
        let path = folder("disk")
        let sector = code + [UInt8](repeating: 0, count: 510 - code.count) + [0x55, 0xAA]
        try Data(sector + [UInt8](repeating: 0, count: 1 << 20)).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func speaksListensShowsAndDies() async throws {
        let folder = try LabFolder()
        var configuration = VirtualMachine.Configuration(firmware: .bios, devices: [.ahci(try disk(in: folder))])
        configuration.serialLog = folder("serial.log")
        let picture = folder("screen.png")
        let machine = try await VirtualMachine.run(configuration) { machine in
            #expect(try await machine.wait(for: "HELLO", timeout: .seconds(60)) == "HELLO")
            try await machine.waitForPrompt("? ", timeout: .seconds(5))
            let mark = machine.mark
            try machine.sendSerial("yes\n")
            #expect(try await machine.wait(for: "yes", after: mark, timeout: .seconds(5)) == "? yes")
            try machine.sendKeys("a", "shift-b", "ret")
            try machine.screendump(to: picture)
            let error = await #expect(throws: LabError.self) {
                try await machine.wait(for: "never said", timeout: .milliseconds(50))
            }
            #expect(error?.code == .timeout)
            #expect(error?.message.contains("HELLO") == true)
            #expect(throws: LabError.self) { try machine.unplugDevice(7) }
            return machine
        }
        #expect(try await machine.waitForExit(timeout: .seconds(5)) == 128 + SIGKILL)
        let png = try Data(contentsOf: URL(fileURLWithPath: picture))
        #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(try String(contentsOfFile: folder("serial.log"), encoding: .utf8).hasSuffix("HELLO\r\n? yes\n"))
    }

    @Test func aMachineThatCannotStartIsToldAtOnce() async throws {
        var configuration = VirtualMachine.Configuration(firmware: .bios, devices: [.nvme("/nonexistent.img")])
        configuration.memoryMiB = 64
        let error = await #expect(throws: LabError.self) {
            try await VirtualMachine.run(configuration) { machine in
                try await machine.wait(for: "anything", timeout: .seconds(60))
            }
        }
        #expect(error?.message.contains("nonexistent.img") == true)
    }
}

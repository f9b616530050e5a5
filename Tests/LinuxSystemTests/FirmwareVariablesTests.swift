import Diagnostics
import Glibc
import TestSupport
import Testing
import Vocabulary

@testable import LinuxMachine
@testable import LinuxSystem

/// A load option as firmware stores it.
func loadOption(
    attributes: UInt32 = 1, description: String, nodes: [UInt8], data: [UInt8] = [], pathLength: Int? = nil
) -> [UInt8] {
    let length = pathLength ?? nodes.count
    let header: [UInt8] = [UInt8(attributes), 0, 0, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
    return header + utf16(description) + [0, 0] + nodes + data
}

/// A device path node: type, subtype, length with the header, data.
func node(_ type: UInt8, _ subtype: UInt8, _ data: [UInt8] = []) -> [UInt8] {
    [type, subtype, UInt8((data.count + 4) & 0xFF), UInt8((data.count + 4) >> 8)] + data
}

func utf16(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

private let end: [UInt8] = [0x7F, 0xFF, 4, 0]
/// Partition 1, its place, its GUID, in a GUID partition table.
private let hardDrive = drive(Array(0x10...0x1F))
private func drive(_ signature: [UInt8], format: [UInt8] = [2, 2]) -> [UInt8] {
    node(4, 1, [1] + [UInt8](repeating: 0, count: 19) + signature + format)
}
private let partition = "13121110-1514-1716-1819-1a1b1c1d1e1f"
private let windowsFile = node(4, 4, utf16(#"\EFI\MICROSOFT\BOOT\BOOTMGFW.EFI"#) + [0, 0])

@Suite struct BootOptionTests {
    @Test func readsTheWindowsEntry() throws {
        let data = loadOption(
            description: "Windows Boot Manager", nodes: hardDrive + windowsFile + end, data: Array("WINDOWS".utf8))
        let option = try #require(BootOption(number: 0x0A01, data: data))
        #expect(option.number == 0x0A01)
        #expect(option.description == "Windows Boot Manager")
        #expect(option.isActive)
        #expect(option.filePaths == [#"\EFI\MICROSOFT\BOOT\BOOTMGFW.EFI"#])
        #expect(option.startsWindows)
        #expect(option.partitions == [partition])
    }

    @Test func namesPartitionsOfEitherTable() throws {
        let mbr = drive([0x4E, 0x3D, 0x2C, 0x1B] + [UInt8](repeating: 0, count: 12), format: [1, 1])
        let unknown = drive(Array(0x10...0x1F), format: [2, 9])
        let nodes = mbr + windowsFile + end + hardDrive + end + unknown + end
        let option = try #require(BootOption(number: 1, data: loadOption(description: "?", nodes: nodes)))
        #expect(option.partitions == ["1b2c3d4e-01", partition])
    }

    /// The entries by which a firmware starts from the network.
    @Test func namesTheNetworkCard() throws {
        func card(_ address: [UInt8], kind: UInt8 = 1) -> [UInt8] {
            node(3, 11, address + [UInt8](repeating: 0, count: 32 - address.count) + [kind])
        }
        let cards =
            card([0xF8, 0x75, 0xA4, 1, 2, 0x0F]) + card([UInt8](repeating: 0, count: 6)) + card([1, 0, 0x5E, 0, 0, 1])
            + card([2, 3, 4, 5, 6, 7], kind: 32) + node(3, 11, [2, 3, 4, 5, 6, 7])
        let option = try #require(BootOption(number: 1, data: loadOption(description: "PXE", nodes: cards + end)))
        #expect(option.hardwareAddresses == ["f8:75:a4:01:02:0f"])
    }

    @Test func joinsAPathInSeveralNodes() throws {
        let nodes =
            hardDrive + node(4, 4, utf16(#"\EFI"#)) + node(4, 4, utf16(#"Microsoft\Boot\"#) + [0, 0])
            + node(4, 4, utf16("bootmgfw.efi") + [0, 0]) + end
        let option = try #require(BootOption(number: 1, data: loadOption(description: "?", nodes: nodes)))
        #expect(option.filePaths == [#"\EFI\Microsoft\Boot\bootmgfw.efi"#])
        #expect(option.startsWindows)
    }

    @Test func tellsWindowsByItsNameOnlyWithoutAFile() throws {
        let byName = try #require(
            BootOption(number: 1, data: loadOption(description: "windows boot manager", nodes: hardDrive + end)))
        #expect(byName.startsWindows)
        let otherFile = node(4, 4, utf16(#"\EFI\debian\shimx64.efi"#) + [0, 0])
        let impostor = try #require(
            BootOption(number: 1, data: loadOption(description: "Windows Boot Manager", nodes: otherFile + end)))
        #expect(!impostor.startsWindows)
    }

    @Test func readsAnInactiveOptionWithoutPaths() throws {
        let option = try #require(
            BootOption(number: 0, data: loadOption(attributes: 0, description: "", nodes: [])))
        #expect(!option.isActive)
        #expect(option.filePaths.isEmpty)
        #expect(!option.startsWindows)
    }

    /// Every prefix of a good option is refused or read, and never read beyond.
    @Test func survivesEveryCut() {
        let data = loadOption(description: "Windows Boot Manager", nodes: hardDrive + windowsFile + end)
        for length in 0..<data.count {
            #expect(BootOption(number: 0, data: Array(data[..<length])) == nil, "\(length) bytes")
        }
    }

    @Test(arguments: [
        loadOption(description: "x", nodes: hardDrive, pathLength: 0xFFFF),
        loadOption(description: "x", nodes: [4, 4, 0, 0]),
        loadOption(description: "x", nodes: [4, 4, 3, 0]),
        loadOption(description: "x", nodes: [4, 4, 0xFF, 0xFF]),
        loadOption(description: "x", nodes: end + [0x7F]),
        [1, 0, 0, 0, 0, 0, 0x41, 0],
    ])
    func refusesLengthsThatLeadOut(_ data: [UInt8]) {
        #expect(BootOption(number: 0, data: data) == nil)
    }
}

@Suite struct FirmwareVariablesTests {
    private let guid = "8be4df61-93ca-11d2-aa0d-00e098032b8c"

    @Test func writesAttributesBeforeTheData() throws {
        try withScratch { folder in
            let variables = FirmwareVariables(directory: folder)
            try variables.setBootNext(0x1A02)
            let bytes = try OpenFile.open("\(folder)/BootNext-\(guid)").readAll(limit: 100)
            #expect(bytes == [7, 0, 0, 0, 0x02, 0x1A])
            let value = try variables.read("BootNext", vendor: .global)
            #expect(value == FirmwareVariables.Value(attributes: 7, data: [0x02, 0x1A]))
            try variables.remove("BootNext", vendor: .global)
            #expect(failure { _ = try variables.read("BootNext", vendor: .global) }?.code == .notFound)
        }
    }

    @Test func choosesTheWindowsThatTheFirmwareWouldStart() throws {
        try withScratch { folder in
            func write(_ name: String, _ data: [UInt8]) throws {
                try writeFile("\(folder)/\(name)-\(guid)", [7, 0, 0, 0] + data)
            }
            let windows = hardDrive + windowsFile + end
            try write("Boot0001", loadOption(attributes: 0, description: "Windows Boot Manager", nodes: windows))
            try write("Boot0002", loadOption(description: "Windows Boot Manager", nodes: windows))
            try write("Boot000A", loadOption(description: "Windows Boot Manager", nodes: windows))
            try write("Boot0003", loadOption(description: "UEFI: stick", nodes: hardDrive + end))
            try write("Boot0004", [1, 2, 3])
            try write("BootOrder", [3, 0, 10, 0, 2, 0, 1, 0])
            try write("BootCurrent", [3, 0])
            let variables = FirmwareVariables(directory: folder)
            #expect(variables.bootOptions().map(\.number) == [1, 2, 3, 10])
            #expect(variables.bootOrder() == [3, 10, 2, 1])
            #expect(variables.windowsBootOption(on: [partition])?.number == 10)
            #expect(variables.windowsBootOption(on: ["another"]) == nil, "the disk of all these entries is gone")

            // Outside the boot order, and of a disk that is there; and one that names no disk.
            let other = drive([UInt8](repeating: 0xAB, count: 16)) + windowsFile + end
            try write("Boot0007", loadOption(attributes: 0, description: "Windows Boot Manager", nodes: other))
            try write("Boot0008", loadOption(description: "Windows Boot Manager", nodes: windowsFile + end))
            let there = "abababab-abab-abab-abab-abababababab"
            #expect(variables.windowsBootOption(on: [there])?.number == 7)
            #expect(variables.windowsBootOption(on: [])?.number == 8)
        }
    }

    @Test func findsNothingWithoutFirmware() {
        let variables = FirmwareVariables(directory: "/no/such/folder")
        #expect(variables.bootOptions().isEmpty)
        #expect(variables.bootOrder().isEmpty)
        #expect(variables.windowsBootOption(on: [partition]) == nil)
        #expect(failure { try variables.setBootNext(1) }?.code == .notFound)
    }
}

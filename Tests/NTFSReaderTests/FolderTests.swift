import Fuzzing
import NTFSReader
import Testing

@Suite("Folders of a volume")
struct FolderTests {
    /// A Windows with its folders in the root's record and in blocks.
    static func sample(_ change: (inout NTFSVolumeBuilder) -> Void = { _ in }) -> NTFSVolumeBuilder {
        var volume = NTFSVolumeBuilder()
        change(&volume)
        let windows = volume.add("Windows", isFolder: true)
        let system = volume.add("System32", in: windows, isFolder: true, namesPerBlock: 4)
        for name in ["ntoskrnl.exe", "winload.efi", "hal.dll", "Ärger.sys", "kernel32.dll", "C-1.sys", "c-2.SYS"] {
            volume.add(name, in: system)
        }
        volume.add("drivers", in: system, isFolder: true)
        volume.add("hiberfil.sys")
        volume.add("gone.sys", in: system, isInUse: false)
        return volume
    }

    static let inSystem = [
        "C-1.sys", "c-2.SYS", "drivers", "hal.dll", "kernel32.dll", "ntoskrnl.exe", "winload.efi", "Ärger.sys",
    ]

    struct Layout: Sendable, CustomTestStringConvertible {
        var sector = 512
        var cluster = 4096
        var record = 1024
        var block = 4096
        var testDescription: String { "sectors \(sector), clusters \(cluster), records \(record), blocks \(block)" }
    }

    @Test(
        "All layouts",
        arguments: [
            Layout(cluster: 512), Layout(cluster: 1024), Layout(cluster: 2048), Layout(), Layout(cluster: 8192),
            Layout(cluster: 65_536), Layout(cluster: 2 << 20), Layout(record: 4096), Layout(sector: 4096, record: 4096),
            Layout(sector: 4096, cluster: 65_536, record: 4096), Layout(sector: 4096),
            Layout(cluster: 512, record: 4096),
            Layout(cluster: 2048, block: 2048),
        ])
    func layouts(layout: Layout) throws {
        var volume = Self.sample {
            $0.sectorSize = layout.sector
            $0.clusterSize = layout.cluster
            $0.recordSize = layout.record
            $0.blockSize = layout.block
            $0.clusters = max(6, (1 << 20) / layout.cluster)
        }
        let reader = try NTFSVolumeReader(volume.build())
        #expect(reader.faults.isEmpty && reader.missingBytes == 0 && reader.upCase.isComplete)
        #expect(reader.boot.bytesPerRecord == layout.record && reader.boot.bytesPerCluster == layout.cluster)
        let system = try #require(reader.folder(at: ["WINDOWS", "system32"]).listing)
        #expect(system.isComplete && system.names == Self.inSystem && system.path == ["Windows", "System32"])
        #expect(system.blockCount == 2 && system.depth == 2)
        let scan = reader.scan(comparing: reader.everyFolder()) { $0.text.hasSuffix(".sys") }
        #expect(scan.isComplete && scan.disagreements.isEmpty)
        #expect(scan.names.map(\.name.text) == ["Ärger.sys", "C-1.sys", "hiberfil.sys", "gone.sys"])
        #expect(scan.names.map(\.isInUse) == [true, true, true, false])
        #expect(scan.names[0].parentPath == ["Windows", "System32"] && scan.names[2].parentPath == [])
    }

    @Test("What is there and what is not")
    func answers() throws {
        var volume = Self.sample()
        let reader = try NTFSVolumeReader(volume.build())
        #expect(reader.folder(at: ["Windows", "SysWOW64"]).word == "absent")
        #expect(reader.folder(at: ["HIBERFIL.SYS"]).word == "not a folder")
        #expect(reader.folder(at: ["Windows", "System32", "drivers"]).listing?.names == [])
        #expect(reader.folder(at: []).listing?.names == ["$MFT", "$UpCase", ".", "hiberfil.sys", "Windows"])
    }

    @Test("The volume's own table says which names are the same")
    func folding() throws {
        var volume = NTFSVolumeBuilder()
        let folder = volume.add("Größe", isFolder: true)
        volume.add("x", in: folder)
        let reader = try NTFSVolumeReader(volume.build())
        #expect(reader.folder(at: ["GRÖßE"]).listing?.names == ["x"])
        #expect(reader.folder(at: ["GRÖSSE"]).word == "absent")
        volume.hasUpCase = false
        let poorer = try NTFSVolumeReader(volume.build())
        #expect(!poorer.upCase.isComplete && poorer.faults.map(\.part) == [.upCase])
        #expect(poorer.folder(at: ["größe"]).listing?.names == ["x"])
    }

    @Test("A name that only one of index and record has")
    func disagreement() throws {
        var volume = Self.sample()
        var bytes = volume.build()
        let system = try #require(try NTFSVolumeReader(bytes).folder(at: ["Windows", "System32"]).listing)
        let file = try #require(system.entries.first { $0.name.text == "hal.dll" }).reference.number
        // The record's name becomes hbl.dll: the index lists what no record bears.
        let record = volume.offset(ofRecord: Int(file))
        let name = try #require((record..<record + 1024).first { bytes[$0...].starts(with: [0x68, 0, 0x61, 0]) })
        bytes[name + 2] = 0x62
        let reader = try NTFSVolumeReader(bytes)
        let scan = reader.scan(comparing: [system])
        #expect(scan.disagreements.map(\.kind) == [.onlyInTable, .onlyInIndex])
        #expect(scan.disagreements.map(\.name.text) == ["hbl.dll", "hal.dll"])
        #expect(scan.disagreements.allSatisfy { $0.folder == ["Windows", "System32"] && $0.reference.number == file })
    }
}

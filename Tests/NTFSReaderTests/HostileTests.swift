import Fuzzing
import NTFSReader
import Testing

@Suite("Volumes that lie")
struct HostileTests {
    @Test("Folders that are each other's parents")
    func cycle() throws {
        var volume = NTFSVolumeBuilder()
        let first = volume.add("a", in: 25, isFolder: true)
        let second = volume.add("b", in: first, isFolder: true)
        volume.add("C-1.sys", in: second)
        let scan = try NTFSVolumeReader(volume.build()).scan { $0.text == "C-1.sys" }
        #expect(scan.names.count == 1 && scan.names[0].parentPath == nil)
    }

    @Test("An index that leads back into itself")
    func loop() throws {
        var volume = FolderTests.sample()
        var bytes = volume.build()
        // The root's last entry leads to block 0 again, and block 1 is reached by nothing.
        let record = volume.offset(ofRecord: 25)
        let last = try #require(
            (record..<record + 1024).first { bytes[$0...].starts(with: [24, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0]) })
        bytes[last + 8] = 0
        let listing = try #require(try NTFSVolumeReader(bytes).folder(at: ["Windows", "System32"]).listing)
        #expect(listing.faults.map(\.part) == [.indexBlock(folder: 25, block: 0)])
        #expect(Set(listing.names) == Set(FolderTests.inSystem))
    }

    @Test("A table that claims to be larger than any disk")
    func endlessTable() throws {
        var volume = FolderTests.sample()
        var bytes = volume.build()
        // The boot sector claims 2^47 sectors, and the table's run and sizes reach through them.
        bytes.replaceSubrange(40..<48, with: [0, 0, 0, 0, 0, 0x80, 0, 0])
        let record = volume.offset(ofRecord: 0)
        let runs = try #require((record..<record + 1024).first { bytes[$0...].starts(with: [0x44, 16, 0, 0, 0, 2]) })
        let count: [UInt8] = [0, 0, 0, 0x70]
        bytes.replaceSubrange(runs + 1..<runs + 5, with: count)
        let attribute = runs - 64
        bytes.replaceSubrange(attribute + 24..<attribute + 32, with: [255, 255, 255, 0x6F, 0, 0, 0, 0])
        for field in [40, 48, 56] {
            bytes.replaceSubrange(attribute + field..<attribute + field + 8, with: [0, 0, 0, 0, 0, 7, 0, 0])
        }
        let memory = MemoryVolume(bytes)
        let reader = try NTFSVolumeReader(memory, named: "v")
        #expect(reader.recordCount == 7 << 30)
        let scan = reader.scan { $0.text == "ntoskrnl.exe" }
        #expect(scan.names.count == 1 && scan.faultCount > 6 << 30 && memory.reads < 1000)
        #expect(scan.faults.contains { $0.kind == .outsidePartition })
    }

    @Test("A run list that names a cluster twice, or leads outside", arguments: [true, false])
    func runs(isTwice: Bool) throws {
        var volume = FolderTests.sample()
        var bytes = volume.build()
        let record = volume.offset(ofRecord: 25)
        let runs = try #require((record..<record + 1024).first { bytes[$0...].starts(with: [0x44, 2, 0, 0, 0]) })
        let cluster = Array(bytes[runs + 5..<runs + 7])
        bytes.replaceSubrange(
            runs..<runs + 9,
            with: isTwice ? [0x21, 1] + cluster + [0x11, 1, 0, 0, 0] : [0x44, 2, 0, 0, 0, 0, 0, 0, 1])
        let listing = try #require(try NTFSVolumeReader(bytes).folder(at: ["Windows", "System32"]).listing)
        #expect(listing.entries.isEmpty && listing.faults.map(\.part) == [.index(folder: 25)])
        #expect(listing.faults.map(\.kind) == [.damaged])
    }

    @Test("Bytes of any kind", arguments: [UInt64(5), 6, 7])
    func noise(seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        var volume = FolderTests.sample()
        let sound = volume.build()
        for _ in 0..<100 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...40, using: &numbers) {
                // The boot sector, the table, the blocks.
                let place = Int.random(in: 0..<80_000, using: &numbers)
                bytes[place < 512 ? place : 8192 + place % 72_000] = UInt8.random(in: 0...255, using: &numbers)
            }
            guard let reader = try? NTFSVolumeReader(bytes) else { continue }
            _ = reader.scan(comparing: reader.everyFolder()) { _ in true }
        }
    }
}

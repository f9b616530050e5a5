import Diagnostics
import Fuzzing
import NTFSReader
import Testing

@Suite("Damaged volumes")
struct DamageTests {
    private static let system = ["Windows", "System32"]

    @Test("A block of an index that cannot be read, or holds zeros", arguments: [true, false])
    func block(isUnreadable: Bool) throws {
        var volume = FolderTests.sample()
        let memory = MemoryVolume(volume.build())
        let block = try #require(volume.blocks[25]?.first)
        if isUnreadable {
            memory.unreadable = [block..<block + 512]
        } else {
            memory.bytes.replaceSubrange(block..<block + 4096, with: [UInt8](repeating: 0, count: 4096))
        }
        let reader = try NTFSVolumeReader(memory, named: "v")
        let listing = try #require(reader.folder(at: Self.system).listing)
        #expect(!listing.isComplete)
        #expect(listing.names == ["kernel32.dll", "ntoskrnl.exe", "winload.efi", "Ärger.sys"])
        let fault = try #require(listing.faults.first)
        #expect(fault.kind == (isUnreadable ? .unreadable : .damaged))
        #expect(fault.part == .indexBlock(folder: 25, block: 0))
        #expect(fault.byteOffset == Int64(block) && fault.cluster == UInt64(block / 4096))
        #expect(
            fault.description
                == "index block 0 of folder record 25 (cluster \(block / 4096), byte \(block)): "
                + (isUnreadable ? "the disk cannot read it" : "it holds zeros"))
        // What is not listed may be in the block.
        let answer = reader.folder(at: Self.system + ["drivers"])
        #expect(answer.word == "unknown" && answer.faults == listing.faults)
    }

    @Test("A record that cannot be read")
    func record() throws {
        var volume = FolderTests.sample()
        let memory = MemoryVolume(volume.build())
        let place = volume.offset(ofRecord: 25)
        memory.unreadable = [place + 512..<place + 1024]
        let reader = try NTFSVolumeReader(memory, named: "v")
        let answer = reader.folder(at: Self.system)
        #expect(answer.word == "unknown" && answer.faults.map(\.part) == [.record(25)])
        let scan = reader.scan()
        // The disk is asked in pieces of 4 KiB, of which all four records are lost.
        #expect(scan.faultCount == 4 && scan.faults.contains { $0.part == .record(25) && $0.kind == .unreadable })
    }

    @Test("A damaged boot sector has a copy")
    func bootSector() throws {
        var volume = FolderTests.sample()
        var bytes = volume.build()
        bytes.replaceSubrange(0..<512, with: [UInt8](repeating: 0, count: 512))
        let reader = try NTFSVolumeReader(bytes + [UInt8](repeating: 0, count: 100_352))
        #expect(reader.bootOrigin == .copy && reader.faults.map(\.kind) == [.damaged])
        #expect(reader.folder(at: Self.system).listing?.names == FolderTests.inSystem)
        let memory = MemoryVolume(bytes)
        memory.unreadable = [0..<512]
        #expect(try NTFSVolumeReader(memory, named: "v").bootOrigin == .copy)
        bytes.replaceSubrange(bytes.count - 512..<bytes.count, with: [UInt8](repeating: 0, count: 512))
        let error = #expect(throws: NTFSReaderError.self) { try NTFSVolumeReader(bytes) }
        #expect(error?.code == .notNTFS)
    }

    @Test("A volume longer than its partition")
    func cutShort() throws {
        var volume = FolderTests.sample()
        let bytes = volume.build()
        let block = try #require(volume.blocks[25]?.last)
        let reader = try NTFSVolumeReader(Array(bytes[..<block]))
        #expect(reader.missingBytes == Int64(volume.clusters * 4096 - block))
        #expect(reader.faults.map(\.kind) == [.outsidePartition])
        let listing = try #require(reader.folder(at: Self.system).listing)
        #expect(listing.faults.map(\.kind) == [.outsidePartition])
        #expect(listing.faults.map(\.part) == [.indexBlock(folder: 25, block: 1)])
    }

    @Test("The mirror stands in for the table's own record")
    func mirror() throws {
        var volume = FolderTests.sample()
        var bytes = volume.build()
        let table = volume.offset(ofRecord: 0)
        let mirror = (volume.clusters - 1) * 4096
        bytes.replaceSubrange(mirror..<mirror + 1024, with: bytes[table..<table + 1024])
        bytes[56] = UInt8(volume.clusters - 1)
        bytes[table] = 0
        let reader = try NTFSVolumeReader(bytes)
        #expect(reader.faults.map(\.part) == [.record(0)])
        #expect(reader.folder(at: Self.system).listing?.isComplete == true)
        bytes[mirror] = 0
        let error = #expect(throws: NTFSReaderError.self) { try NTFSVolumeReader(bytes) }
        #expect(error?.code == .unreadableFileTable)
    }

    @Test("A dying disk is not asked again and again")
    func bounded() throws {
        var volume = FolderTests.sample {
            $0.records = 4096; $0.clusters = 2048
        }
        let memory = MemoryVolume(volume.build())
        let reader = try NTFSVolumeReader(memory, named: "v")
        memory.unreadable = [volume.offset(ofRecord: 100)..<memory.bytes.count]
        let before = memory.reads
        let scan = reader.scan()
        #expect(memory.reads - before < 600)
        #expect(scan.recordCount == 4096 && scan.names.isEmpty)
    }

    /// Whatever is damaged of a folder's blocks: the answer is right and complete, or says that it is not, and where.
    @Test("Hundreds of damages of an index", arguments: [UInt64(1), 2, 3, 4])
    func everyDamage(seed: UInt64) throws {
        var numbers = Numbers(state: seed &* 0x9E37_79B9_7F4A_7C15)
        var volume = NTFSVolumeBuilder()
        volume.records = 128
        let folder = volume.add("drivers", isFolder: true, namesPerBlock: 12)
        for number in 0..<60 { volume.add("C-00000\(200 + number)-\(number % 7).sys", in: folder) }
        let sound = volume.build()
        let right = try #require(try NTFSVolumeReader(sound).folder(at: ["drivers"]).listing)
        #expect(right.isComplete && right.entries.count == 60 && right.blockCount == 5)
        let blocks = try #require(volume.blocks[folder])
        var counts = (complete: 0, incomplete: 0)
        for _ in 0..<100 {
            let memory = MemoryVolume(sound)
            let block = blocks[Int.random(in: blocks.indices, using: &numbers)]
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: memory.unreadable = [block..<block + 4096]
            case 1:
                let start = block + 512 * Int.random(in: 0..<8, using: &numbers)
                memory.bytes.replaceSubrange(start..<start + 512, with: [UInt8](repeating: 0, count: 512))
            case 2:
                let other = blocks[Int.random(in: blocks.indices, using: &numbers)]
                memory.bytes.replaceSubrange(block..<block + 4096, with: sound[other..<other + 4096])
            default:
                for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                    // Most of the block's used part is in its first 1,400 bytes.
                    let place = block + Int.random(in: 0..<1400, using: &numbers)
                    memory.bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &numbers))
                }
            }
            let reader = try NTFSVolumeReader(memory, named: "v")
            guard let listing = reader.folder(at: ["drivers"]).listing else {
                Issue.record("the folder is lost")
                continue
            }
            let scan = reader.scan(comparing: [listing])
            if listing.isComplete, scan.disagreements.isEmpty {
                #expect(
                    listing.names == right.names && listing.entries.map(\.reference) == right.entries.map(\.reference))
                counts.complete += 1
            } else {
                let isPlaced =
                    listing.faults.allSatisfy { $0.part != .volume }
                    && scan.disagreements.allSatisfy { !$0.folder.isEmpty }
                #expect(isPlaced)
                counts.incomplete += 1
            }
        }
        #expect(counts.complete > 5 && counts.incomplete > 40)
    }
}

import Diagnostics
import Testing

@testable import DiskFormats

@Suite("FAT volumes")
struct FATFileSystemTests {
    private func strict(_ volume: SampleVolume) throws -> FATListing {
        try FATFileSystem(volume.source, at: 0, room: volume.source.size, policy: .strict).check()
    }

    private func tolerant(_ volume: SampleVolume) throws -> (
        listing: FATListing, contents: [[UInt8]], oddities: [String]
    ) {
        let list = OddityList()
        let system = try FATFileSystem(volume.source, at: 0, room: volume.source.size, policy: .tolerant(list))
        let listing = try system.list()
        let contents = try listing.items.filter { !$0.isFolder }.map { try system.content(of: $0) }
        return (listing, contents, list.kept.map(\.message))
    }

    /// Strictly an error with these words; tolerantly the same words, and the files that remain.
    private func expect(
        _ words: String, files: [String: Int], location: SourceLocation = #_sourceLocation,
        _ change: (inout SampleVolume) -> Void
    ) throws {
        var volume = SampleVolume()
        change(&volume)
        let error = #expect(throws: DiskFormatError.self, sourceLocation: location) { try strict(volume) }
        #expect(error?.message.contains(words) == true, "\(String(describing: error))", sourceLocation: location)
        let read = try tolerant(volume)
        #expect(read.oddities.contains { $0.contains(words) }, "\(read.oddities)", sourceLocation: location)
        let found = read.listing.items.filter { !$0.isFolder }.map(\.path)
        #expect(Dictionary(zip(found, read.contents.map(\.count))) { $1 } == files, sourceLocation: location)
    }

    @Test("Both policies read a sound volume alike")
    func sound() throws {
        let items = try strict(SampleVolume()).items
        #expect(items.map(\.path) == ["LOGS", "LOGS/ab.jsonl"])
        #expect(items[1].ranges == [5 * 512..<5 * 512 + 600] && items[1].size == 600)
        let read = try tolerant(SampleVolume())
        #expect(read.listing.items == items && read.oddities == [])
        #expect(read.contents == [[UInt8](repeating: 7, count: 600)])
        let system = try FATFileSystem(SampleVolume().source, at: 0, room: 40 * 512, policy: .strict)
        #expect(system.serial == 0x1234_5678 && !system.isFAT32 && system.label() == "UNLOOP-LOG")
        #expect(system.usedRanges() == [0..<7 * 512])
    }

    @Test("A long name with a wrong checksum gives way to the short one")
    func longName() throws {
        try expect("LOGS, entry 3: long name", files: ["LOGS/A~1.JSO": 600]) {
            $0.put([0x55], at: $0.cluster(2) + 64 + 13)
        }
        // In the wrong order, and of another file.
        try expect("long name", files: ["LOGS/A~1.JSO": 600]) { $0.put([0x42], at: $0.cluster(2) + 64) }
        try expect("long name", files: ["LOGS/B~1.JSO": 600]) { $0.put([UInt8(ascii: "B")], at: $0.cluster(2) + 96) }
    }

    @Test("Chains that end early, go astray or in circles give what there is")
    func chains() throws {
        try expect("only 512 of 600 bytes", files: ["LOGS/ab.jsonl": 512]) { $0.setLink(of: 3, to: 0xFFF) }
        try expect("leads out of the volume", files: ["LOGS/ab.jsonl": 512]) { $0.setLink(of: 3, to: 0xFEF) }
        try expect("is marked unused", files: ["LOGS/ab.jsonl": 512]) { $0.setLink(of: 3, to: 0) }
        try expect("is marked unused", files: ["LOGS/ab.jsonl": 512]) { $0.setLink(of: 3, to: 0xFF7) }
        try expect("loops at 3", files: ["LOGS/ab.jsonl": 512]) { $0.setLink(of: 3, to: 3) }
        try expect("starts at cluster 39", files: ["LOGS/ab.jsonl": 0]) { $0.put([39], at: $0.cluster(2) + 96 + 26) }
        try expect("more clusters than its size needs", files: ["LOGS/ab.jsonl": 600]) { $0.setLink(of: 4, to: 5) }
    }

    @Test("The second copy of the table serves where the first does not")
    func secondTable() throws {
        try expect("in table 1", files: ["LOGS/ab.jsonl": 600]) { $0.setLink(of: 3, to: 0, tables: [0]) }
    }

    @Test("Files that share clusters are each read, within a budget")
    func shared() throws {
        try expect("shares cluster 3", files: ["LOGS/ab.jsonl": 600, "B": 600]) {
            $0.put(SampleVolume.entry("B          ", 0x20, cluster: 3, size: 600), at: $0.root + 64)
        }
        // As many as fit into the root and a folder, each with all clusters.
        var volume = SampleVolume()
        for cluster in 5..<37 { volume.setLink(of: cluster, to: cluster == 36 ? 0xFFF : cluster + 1) }
        for place in 2..<16 {
            volume.put(
                SampleVolume.entry("FILE\(10 + place)     ", 0x20, cluster: 5, size: 32 * 512),
                at: volume.root + place * 32)
        }
        let read = try tolerant(volume)
        #expect(read.contents.map(\.count).reduce(0, +) <= 2 * volume.bytes.count)
        #expect(read.listing.stop?.code == .overBudget)
        #expect(read.listing.items.count > 3)
    }

    @Test("Folders that lead to each other are entered once")
    func folders() throws {
        try expect("same folder as elsewhere", files: ["LOGS/ab.jsonl": 600]) {
            $0.put(SampleVolume.entry("BACK       ", 0x10, cluster: 2, size: 0), at: $0.cluster(2) + 128)
        }
        try expect("does not start with \".\"", files: ["LOGS/ab.jsonl": 600]) {
            $0.setLink(of: 5, to: 0xFFF)
            $0.put(SampleVolume.entry("EMPTY      ", 0x10, cluster: 5, size: 0), at: $0.root + 64)
        }
    }

    @Test("Entries are paid from the budget, deleted ones too")
    func deletedEntries() throws {
        var volume = SampleVolume()
        // Folders whose chains begin anywhere in one long chain of deleted entries.
        for cluster in 5..<37 {
            volume.setLink(of: cluster, to: cluster == 36 ? 0xFFF : cluster + 1)
            volume.put([UInt8](repeating: 0xE5, count: 512), at: volume.cluster(cluster))
        }
        for place in 2..<16 {
            volume.put(
                SampleVolume.entry("DIR\(10 + place)      ", 0x10, cluster: 3 + place, size: 0),
                at: volume.root + place * 32)
        }
        let system = try FATFileSystem(volume.source, at: 0, room: volume.source.size, policy: .tolerant(OddityList()))
        var budget = ReadingBudget(bytes: 1 << 20, entries: 2000)
        #expect(try system.list(budget: &budget).stop?.code == .overBudget)
        var bytes = ReadingBudget(for: volume.source)
        let listing = try system.list(budget: &bytes)
        #expect(listing.stop?.code == .overBudget && listing.items.contains { $0.path == "LOGS/ab.jsonl" })
    }

    @Test("Strictly, the copies of the table, lost clusters and names are checked")
    func strictly() throws {
        func words(_ change: (inout SampleVolume) -> Void) -> String {
            var volume = SampleVolume()
            change(&volume)
            do { _ = try strict(volume) } catch { return "\(error)" }
            return ""
        }
        let differing = words { $0.setLink(of: 9, to: 0xFFF, tables: [1]) }
        #expect(differing.contains("differ from byte 13"))
        let lost = words { $0.setLink(of: 9, to: 0xFFF) }
        #expect(lost.contains("cluster 9 is in use but belongs to no file"))
        let slash = words { $0.put([UInt8(ascii: "/")], at: $0.cluster(2) + 64 + 1) }
        #expect(slash.contains("U+2F"))
        let dot = words { $0.put([3], at: $0.cluster(2) + 26) }
        #expect(dot.contains("\".\" points elsewhere"))
    }

    @Test(
        "Boot sectors with impossible numbers are no volume",
        arguments: [
            (11, [0, 0]), (11, [1, 2]), (13, [0]), (13, [3]), (14, [0, 0]), (16, [0]), (16, [3]), (19, [3, 0]),
            (22, [40, 0]),
            (22, [0, 0]), (510, [0, 0]),
        ] as [(Int, [UInt8])])
    func bootSector(place: Int, bytes: [UInt8]) {
        var volume = SampleVolume()
        volume.put(bytes, at: place)
        for policy in [ReadingPolicy.strict, .tolerant(OddityList())] {
            let error = #expect(throws: DiskFormatError.self) {
                try FATFileSystem(volume.source, at: 0, room: volume.source.size, policy: policy)
            }
            #expect(error?.code == .noFileSystem)
        }
    }

    @Test("Places outside of the source are no volume", arguments: [-1, 1, 40 * 512, .max, .min] as [Int64])
    func places(start: Int64) {
        #expect(throws: DiskFormatError.self) {
            try FATFileSystem(SampleVolume().source, at: start, room: .max, policy: .tolerant(OddityList()))
        }
    }
}

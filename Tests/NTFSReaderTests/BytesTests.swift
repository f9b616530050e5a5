import Testing

@testable import NTFSReader

@Suite("Bytes of records")
struct BytesTests {
    @Test("An update sequence is undone once")
    func updateSequence() {
        var block = [UInt8](repeating: 0xAA, count: 1024)
        block.replaceSubrange(4..<8, with: [48, 0, 3, 0])  // array at 48, three entries
        block.replaceSubrange(48..<54, with: [7, 1, 0x11, 0x22, 0x33, 0x44])  // the number, two originals
        for end in [510, 1022] { block.replaceSubrange(end..<end + 2, with: [7, 1]) }
        var fixed = block
        #expect(UpdateSequence.undo(in: &fixed, at: 0, count: 1024))
        #expect(fixed[510...511] == [0x11, 0x22] && fixed[1022...1023] == [0x33, 0x44])
        #expect(fixed[0..<510] == block[0..<510])
        #expect(!UpdateSequence.undo(in: &fixed, at: 0, count: 1024))
        for (place, value) in [(6, 4), (4, 49), (5, 2), (1023, 2), (6, 0)] as [(Int, UInt8)] {
            var wrong = block
            wrong[place] = value
            #expect(!UpdateSequence.undo(in: &wrong, at: 0, count: 1024), "byte \(place)")
        }
        #expect(!UpdateSequence.undo(in: &block, at: 512, count: 1024))
        #expect(!UpdateSequence.undo(in: &block, at: 0, count: 0))
    }

    /// A non-resident attribute of a value of `count` clusters with these runs.
    private func attribute(_ runs: [UInt8], count: UInt8, first: UInt8 = 0) -> Attribute {
        // A value of no clusters ends with cluster -1.
        let last: [UInt8] =
            count == 0 ? [UInt8](repeating: 255, count: 8) : [first + count - 1] + [UInt8](repeating: 0, count: 7)
        let begin: [UInt8] = [UInt8](repeating: 0, count: 8) + [1] + [UInt8](repeating: 0, count: 7)
        let bytes =
            begin + [first] + [UInt8](repeating: 0, count: 7) + last + [64, 0] + [UInt8](repeating: 0, count: 30)
        return Attribute(ByteWindow(bytes + runs), type: 0x80)
    }

    @Test("Runs, forwards, backwards and holes")
    func runs() throws {
        var list = RunList()
        // 3 clusters from 100; a hole of 2; 1 cluster 50 before; 2 clusters from 50 + 300
        try list.append(
            attribute([0x11, 3, 100, 0x01, 2, 0x11, 1, 0xCE, 0x21, 2, 0x2C, 0x01, 0], count: 8), totalClusters: 1000)
        #expect(list.runs.map(\.cluster) == [100, nil, 50, 350] && list.runs.map(\.count) == [3, 2, 1, 2])
        #expect(list.count == 8 && list.run(at: 5)?.cluster == 50 && list.run(at: 8) == nil && !list.overlaps)
        try list.append(attribute([0x21, 1, 200, 0, 0], count: 1, first: 8), totalClusters: 1000)
        #expect(list.count == 9)
    }

    @Test(
        "Runs that cannot be",
        arguments: [
            ([0x11, 0, 100, 0], 0), ([0x11, 3, 0x80, 0], 3), ([0x21, 3, 0xFF, 0x7F, 0], 3), ([0x90, 1, 0], 1),
            ([0x1F, 1, 0], 1), ([0x11, 3, 100, 0], 4), ([0x11, 3, 100], 3), ([0x11, 0xFF, 100, 0], 3),
            ([0x88] + [UInt8](repeating: 0x7F, count: 16) + [0], 3),
        ] as [([UInt8], UInt8)])
    func impossibleRuns(runs: [UInt8], count: UInt8) {
        var list = RunList()
        #expect(throws: ReadProblem.self) {
            try list.append(attribute(runs, count: count), totalClusters: 1000)
        }
    }

    @Test("A cluster that is mapped twice")
    func overlap() throws {
        var list = RunList()
        try list.append(attribute([0x11, 3, 100, 0x11, 1, 2, 0], count: 4), totalClusters: 1000)
        #expect(list.overlaps)
    }

    @Test("A file's name and its parent")
    func fileName() throws {
        var value = [UInt8](repeating: 0, count: 66)
        value.replaceSubrange(0..<8, with: [0x2A, 0, 0, 0, 0, 0, 3, 0])  // record 42, used 3 times
        value.replaceSubrange(56..<60, with: [0x20, 0x04, 0, 0x10])  // a folder with a reparse point
        value.replaceSubrange(64..<66, with: [2, 3])  // two units, Win32 and DOS
        value += [0x41, 0, 0xC4, 0]
        let name = try #require(FileNameAttribute(ByteWindow(value)))
        #expect(name.parent == RecordReference(number: 42, sequence: 3) && name.name.text == "AÄ")
        #expect(name.namespace == .win32AndDOS && name.flags == 0x1000_0420)
        #expect(FileNameAttribute(ByteWindow(Array(value.dropLast()))) == nil)
        value[65] = 4
        #expect(FileNameAttribute(ByteWindow(value)) == nil)
    }
}

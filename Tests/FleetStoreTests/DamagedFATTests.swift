import Foundation
import TestSupport
import Testing

@testable import FleetStore

/// A FAT that was pulled: what can be read is read, and reading ends.
@Suite(.enabled(if: Shell.has("mformat", "mcopy"), "needs mtools")) struct DamagedFATTests {
    /// A FAT16 volume of 16 MiB with clusters of 2 KiB; reserved sector 1, tables of 32 sectors.
    private func volume(_ body: (inout [UInt8]) -> Void) throws -> [LogFile] {
        try withTemporaryFolder { folder in
            let image = folder.appendingPathComponent("a.img").path
            try Shell.run("truncate", "-s", "16M", image)
            try Shell.run("mformat", "-i", image, "-c", "4", "-v", "UNLOOP-LOG", "::")
            try Shell.run("mmd", "-i", image, "::logs")
            for name in ["a", "b", "c"] {
                try folder.write(Array(repeating: Array(name.utf8)[0], count: 9000), to: "\(name).jsonl")
                try Shell.run("mcopy", "-i", image, "\(name).jsonl", "::logs", directory: folder)
            }
            var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: image)))
            body(&bytes)
            let source = try LogSource.inMemory(bytes, name: "a.img")
            var files: [LogFile] = []
            while let file = source.next() { files.append(file) }
            return files
        }
    }

    private func number(_ bytes: [UInt8], _ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 }

    /// Sets the entry of a cluster in the tables: `logs` has cluster 2, `a` 3 to 7, `b` 8 to 12, `c` 13 to 17.
    private func set(_ cluster: Int, _ value: Int, _ bytes: inout [UInt8], copies: Int = 2) {
        let (reserved, size) = (number(bytes, 14) * 512, number(bytes, 22) * 512)
        for copy in 0..<copies {
            let place = reserved + copy * size + cluster * 2
            bytes[place] = UInt8(value & 0xFF)
            bytes[place + 1] = UInt8(value >> 8)
        }
    }

    private func lengths(_ files: [LogFile]) throws -> [String: Int] {
        Dictionary(uniqueKeysWithValues: try files.map { ($0.name, try $0.read().count) })
    }

    private let whole = ["logs/a.jsonl": 9000, "logs/b.jsonl": 9000, "logs/c.jsonl": 9000]

    @Test func aSoundOneIsWhole() throws { #expect(try lengths(volume { _ in }) == whole) }

    @Test func aChainThatEndsEarlyGivesItsBeginning() throws {
        let files = try volume { set(9, 0, &$0) }
        #expect(try lengths(files) == ["logs/a.jsonl": 9000, "logs/b.jsonl": 4096, "logs/c.jsonl": 9000])
    }

    @Test func theSecondTableMendsTheFirst() throws {
        #expect(try lengths(volume { set(9, 0, &$0, copies: 1) }) == whole)
    }

    @Test func aChainInACircleEnds() throws {
        // What comes once is read once: going round would make up the rest.
        let files = try volume { set(9, 8, &$0) }
        #expect(try lengths(files) == ["logs/a.jsonl": 9000, "logs/b.jsonl": 4096, "logs/c.jsonl": 9000])
        // A folder that leads back to itself.
        #expect(try lengths(volume { set(2, 2, &$0) }).count <= 3)
    }

    @Test func aFolderInItselfIsReadOnce() throws {
        let files = try volume { bytes in
            // The entry of the first log becomes a folder that is `logs`.
            let image = Data(bytes)
            let names = ["A       JSO", "A~1     JSO", "A~1     JSL"].map { Data($0.utf8) }
            guard let place = names.compactMap({ image.range(of: $0) }).first else { return }
            bytes[place.lowerBound + 11] = 0x10
            bytes[place.lowerBound + 26] = 2
        }
        #expect(files.map(\.name) == ["logs/b.jsonl", "logs/c.jsonl"])
    }

    @Test func aLabelIsNotNeededForAVolumeAlone() throws {
        let files = try volume { bytes in
            guard let place = Data(bytes).range(of: Data("UNLOOP-LOG ".utf8), options: .backwards) else { return }
            bytes[place.lowerBound] = UInt8(ascii: "X")
        }
        #expect(files.count == 3)
    }
}

import NTFSReader
import Testing

/// A volume in memory of which parts cannot be read.
final class MemoryVolume: VolumeBytes {
    struct Unreadable: Error {}

    var bytes: [UInt8]
    var unreadable: [Range<Int>] = []
    private(set) var reads = 0
    var size: Int64 { Int64(bytes.count) }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        reads += 1
        guard offset >= 0, count >= 0, offset <= size - Int64(count) else { throw Unreadable() }
        let range = Int(offset)..<Int(offset) + count
        if unreadable.contains(where: { $0.overlaps(range) }) { throw Unreadable() }
        return Array(bytes[range])
    }
}

/// Numbers that look random and are the same each time (Marsaglia's xorshift, 64 bits).
struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

extension FolderAnswer {
    var listing: FolderListing? { if case .listed(let listing) = self { listing } else { nil } }
    /// The answer's kind in a word.
    var word: String {
        switch self {
        case .listed: "listed"
        case .absent: "absent"
        case .notAFolder: "not a folder"
        case .link: "link"
        case .unknown: "unknown"
        }
    }
    var faults: [NTFSFault] {
        switch self {
        case .listed(let listing): listing.faults
        case .unknown(let faults): faults
        case .absent, .notAFolder, .link: []
        }
    }
}

extension FolderListing {
    var names: [String] { entries.map(\.name.text) }
}

extension NTFSVolumeReader {
    convenience init(_ bytes: [UInt8]) throws { try self.init(MemoryVolume(bytes), named: "v") }

    /// All folders that the root leads to.
    func everyFolder() -> [FolderListing] {
        var found: [FolderListing] = []
        var waiting: [[String]] = [[]]
        while let path = waiting.popLast() {
            guard let listing = folder(at: path).listing else { continue }
            found.append(listing)
            for entry in listing.entries
            where entry.isFolder && !entry.isReparsePoint && entry.namespace != .dos && entry.reference.number != 5 {
                waiting.append(listing.path + [entry.name.text])
            }
        }
        return found
    }
}

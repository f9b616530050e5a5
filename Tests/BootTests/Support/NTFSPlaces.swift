import Foundation
import NTFSReader
import Testing

/// Where structures of an NTFS volume lie in a disk's image, to be damaged.
struct NTFSPlaces {
    private let volume: PartitionBytes
    private let reader: NTFSVolumeReader

    /// - Parameter partition: The number of the volume's partition.
    init(_ partition: Int, of image: String) throws {
        let place = try PartitionTable(of: image).partitions.first { $0.number == partition }
        volume = try PartitionBytes(image, try #require(place).range)
        reader = try NTFSVolumeReader(volume, named: image)
    }

    /// The blocks of a folder's index: offsets in the image, in bytes. Each has 4,096 bytes.
    func indexBlocks(of folder: [String]) throws -> [Int64] {
        guard case .listed(let listing) = reader.folder(at: folder) else { throw BenchError("no such folder") }
        let found = try offsets(every: 4096, beginningWith: "INDX") { block in
            // The first entry is where u32 24 says, and its key begins with the folder's reference.
            let first = 24 + Int(Self.number(block, at: 24, count: 4)) + 16
            return first + 6 <= block.count
                && Self.number(block, at: first, count: 6) == listing.reference.number
        }
        try #require(found.count == listing.blockCount && !found.isEmpty)
        return found
    }

    /// The block of a folder's index in which a name stands; the first one where it stands in the folder's record, or across
    /// the end of a sector, whose last bytes are elsewhere.
    func indexBlock(of folder: [String], with name: String) throws -> Int64 {
        let wanted = Data(name.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        let blocks = try indexBlocks(of: folder)
        return try blocks.first { try volume.data(at: $0, count: 4096).range(of: wanted) != nil } ?? blocks[0]
    }

    /// The file record of a file or folder: its offset in the image, in bytes. It has 1,024 bytes.
    func record(of path: [String]) throws -> Int64 {
        guard case .listed(let listing) = reader.folder(at: path.dropLast()) else { throw BenchError("no such folder") }
        let entry = try #require(listing.entries.first { $0.name.text == path.last })
        let found = try offsets(every: 1024, beginningWith: "FILE") {
            // Its own number is in u32 44.
            Self.number($0, at: 44, count: 4) == entry.reference.number
        }
        return try #require(found.first)
    }

    private func offsets(
        every step: Int, beginningWith signature: String, _ isWanted: ([UInt8]) -> Bool
    ) throws -> [Int64] {
        var found: [Int64] = []
        let size = 1 << 20
        for start in stride(from: 0, to: Int(volume.size), by: size) {
            let data = try volume.read(at: Int64(start), count: min(size, Int(volume.size) - start))
            for inside in stride(from: 0, to: data.count - step + 1, by: step)
            where data[inside...].starts(with: signature.utf8) && isWanted(Array(data[inside..<inside + step])) {
                found.append(volume.start + Int64(start + inside))
            }
        }
        return found
    }

    private static func number(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt64 {
        bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Writes zeros over a part of an image.
    static func zero(_ count: Int, at offset: Int64, of image: String) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: image))
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data(count: count))
        try file.close()
    }
}

/// The bytes of a partition of an image.
private struct PartitionBytes: VolumeBytes {
    private let file: FileHandle
    let start: Int64
    let size: Int64

    init(_ image: String, _ range: Range<Int64>) throws {
        file = try FileHandle(forReadingFrom: URL(fileURLWithPath: image))
        start = range.lowerBound
        size = range.upperBound - range.lowerBound
    }

    func read(at offset: Int64, count: Int) throws -> [UInt8] { Array(try data(at: start + offset, count: count)) }

    /// - Parameter offset: In the image.
    func data(at offset: Int64, count: Int) throws -> Data {
        try file.seek(toOffset: UInt64(offset))
        return try file.read(upToCount: count) ?? Data()
    }
}

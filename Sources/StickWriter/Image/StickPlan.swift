/// Which parts of a stick are written, and in which order. All ranges are in bytes from the start of the stick.
///
/// The seal is what makes a stick out of the data: without it no firmware starts anything and no system shows a volume. It is
/// written after all else is on the medium and was read back, and its last block (the MBR and the first table) last of all.
public struct StickPlan: Sendable, Equatable {
    static let sectorsPerMiB: Int64 = 2048
    static let mebibyte: Int64 = 1 << 20
    /// What direct I/O is aligned to; disks with larger sectors are not written.
    static let block: Int64 = 4096

    /// What is written first, sorted: all that is in use, but for the seal.
    public let body: [Range<Int64>]
    /// What is written last, in this order: the boot sectors of the volumes, the end of the stick with the backup table, the
    /// first MiB without its first block, that block.
    public let seal: [Range<Int64>]

    /// The length of everything together, in bytes.
    public var byteCount: Int64 { (body + seal).map { $0.upperBound - $0.lowerBound }.reduce(0, +) }

    /// A plan for a stick.
    ///
    /// - Parameters:
    ///   - size: the stick's length in bytes.
    ///   - used: what the image needs between the two tables.
    ///   - partitions: where the partitions lie. The last MiB of each is written as well: signatures of what was on the stick
    ///     before would be found there (Linux RAID, ZFS), beside the new file system.
    ///   - volumes: where the file systems begin.
    init(size: Int64, used: [Range<Int64>], partitions: [Range<Int64>], volumes: [Int64]) {
        let end = partitions.map(\.upperBound).max() ?? Self.mebibyte
        let tail = max(end, size - Self.mebibyte)..<size
        let head: [Range<Int64>] = [Self.block..<Self.mebibyte, 0..<Self.block]
        seal = volumes.map { $0..<$0 + Self.block } + [tail] + head
        let ends = partitions.map { max($0.lowerBound, $0.upperBound - Self.mebibyte)..<$0.upperBound }
        let aligned = (used + ends).map {
            $0.lowerBound / Self.block * Self.block..<($0.upperBound + Self.block - 1) / Self.block * Self.block
        }
        body = seal.reduce(Self.merged(aligned)) { Self.subtract($1, from: $0) }
    }

    private static func merged(_ ranges: [Range<Int64>]) -> [Range<Int64>] {
        var merged: [Range<Int64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = merged.last, last.upperBound >= range.lowerBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    private static func subtract(_ hole: Range<Int64>, from ranges: [Range<Int64>]) -> [Range<Int64>] {
        ranges.flatMap { range in
            guard range.overlaps(hole) else { return [range] }
            return [
                range.lowerBound..<max(range.lowerBound, hole.lowerBound),
                min(range.upperBound, hole.upperBound)..<range.upperBound,
            ].filter { !$0.isEmpty }
        }
    }
}

public import Diagnostics
internal import Glibc

/// What a machine has written to a disk and when it had the disk's cache emptied, as QEMU's driver `blklogwrites` records
/// it: from this the disk can be made as a cut of power leaves it.
///
/// The format is that of the kernel's target dm-log-writes (struct log_write_super and log_write_entry in
/// drivers/md/dm-log-writes.c; block/blklogwrites.c in QEMU), all numbers little-endian. Sector 0 holds the magic number
/// (8 bytes), the version (8), the number of entries (8) and the size of a sector (4), here 512. Each entry is a sector with the
/// first sector that is written (8), their number (8), flags (8: 1 flush, 2 forced unit access, 4 discard) and the length
/// of a mark's text (8); the written sectors follow.
public struct WriteLog: Sendable {
    /// One thing that the machine had the disk do.
    struct Entry: Sendable, Equatable {
        /// Where it writes, in bytes; empty where it only flushes.
        let range: Range<Int64>
        /// Where in the log the written bytes are.
        let source: Int64
        /// Whether everything before it has left the cache.
        let isFlush: Bool
        /// Whether it went past the cache.
        let isForced: Bool
    }

    private static let magic: UInt64 = 0x6A_7366_7773_6872
    /// The size of a sector, as `QEMUArguments` sets it.
    private static let sector: Int64 = 512

    let entries: [Entry]
    private let path: String

    /// The number of writes and flushes.
    public var count: Int { entries.count }

    /// The number of writes that the disk's cache may hold after so many writes and flushes; nil are all of them.
    public func cachedCount(after count: Int? = nil) -> Int {
        entries.prefix(count ?? entries.count).reversed().prefix { !$0.isFlush }.count {
            !$0.range.isEmpty && !$0.isForced
        }
    }

    /// Reads a log, also one that a machine is still writing: an entry without all its bytes, and what follows it, does not
    /// count, because the disk has not said that it was done.
    ///
    /// - Throws: `LabError`, when it cannot be read or is no such log.
    public init(reading path: String) throws(LabError) {
        self.path = path
        let file = try SparseFile(reading: path)
        let size = try file.size
        var entries: [Entry] = []
        let start = try file.integers(count: 4, at: 0)
        // QEMU writes sector 0 at the first flush.
        guard start[0] == Self.magic && start[1] == 1 && start[3] & 0xFFFF_FFFF == Self.sector || start[0] == 0 else {
            throw LabError(.hostFailure, "\(path) is not a log of writes; give one that blklogwrites made")
        }
        var position = Self.sector
        while let entry = try Self.entry(of: file, at: position), entry.end <= size {
            entries.append(entry.value)
            position = entry.end
        }
        self.entries = entries
    }

    private static func entry(
        of file: SparseFile, at position: Int64
    ) throws(LabError) -> (value: Entry, end: Int64)? {
        let fields = try file.integers(count: 4, at: position)
        let (flush, forced, discard) = (fields[2] & 1 != 0, fields[2] & 2 != 0, fields[2] & 4 != 0)
        // Nothing is there yet, or nothing that a disk could hold.
        guard fields[0] < 1 << 40, fields[1] < 1 << 30, fields[1] > 0 || fields[2] > 0 else { return nil }
        let start = Int64(fields[0]) * Self.sector
        let length = discard ? 0 : Int64(fields[1]) * Self.sector
        let entry = Entry(
            range: start..<start + length, source: position + Self.sector, isFlush: flush, isForced: forced)
        return (entry, position + Self.sector + length)
    }

    /// Makes a disk as it is when power is cut now.
    ///
    /// - Parameters:
    ///   - image: the disk as it was when the log was begun.
    ///   - count: how many writes and flushes it has got by then; nil are all of them.
    ///   - loss: what becomes of the writes that no flush has followed; nil keeps all.
    /// - Throws: `LabError`.
    public func replay(
        onto image: String, after count: Int? = nil, losing loss: CacheLoss? = nil
    ) throws(LabError) {
        let entries = entries.prefix(count ?? entries.count)
        let (source, target) = (try SparseFile(reading: path), try SparseFile(writing: image))
        let firstCached = (entries.lastIndex { $0.isFlush } ?? -1) + 1
        var loss = loss
        for (index, entry) in entries.enumerated() {
            let isSafe = index < firstCached || entry.isForced
            let kept = (isSafe ? nil : loss?.survivors(of: entry.range)) ?? [entry.range]
            for range in kept {
                let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 16)
                defer { bytes.deallocate() }
                try source.read(into: bytes, at: entry.source + range.lowerBound - entry.range.lowerBound)
                try target.write(UnsafeRawBufferPointer(bytes), at: range.lowerBound)
            }
        }
    }
}

extension SparseFile {
    /// Little-endian numbers of eight bytes; zeros behind the end of the file.
    fileprivate func integers(count: Int, at offset: Int64) throws(LabError) -> [UInt64] {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count * 8, alignment: 8)
        defer { bytes.deallocate() }
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        try read(into: bytes, at: offset)
        return (0..<count).map { UInt64(littleEndian: bytes.load(fromByteOffset: $0 * 8, as: UInt64.self)) }
    }
}

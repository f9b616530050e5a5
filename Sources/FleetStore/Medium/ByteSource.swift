/// A medium or a file of one, read at any offset. Reads of several threads do not disturb each other.
protocol ByteSource: Sendable {
    /// The size in bytes.
    var size: Int64 { get }

    /// `count` bytes from `offset`; fewer where the medium ends, or is damaged and cannot be read further.
    func read(at offset: Int64, count: Int) -> ArraySlice<UInt8>
}

extension ByteSource {
    /// Exactly `count` bytes; nil if they are not all there.
    func exactly(_ count: Int, at offset: Int64) -> ArraySlice<UInt8>? {
        let bytes = read(at: offset, count: count)
        return bytes.count == count ? bytes : nil
    }
}

/// A medium in memory.
struct MemoryBytes: ByteSource {
    let bytes: [UInt8]
    var size: Int64 { Int64(bytes.count) }

    func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        return bytes[Int(offset)...].prefix(count)
    }
}

extension ArraySlice<UInt8> {
    /// A number of `count` bytes at an offset from the slice's start, the least significant first; the caller has checked
    /// that they are there.
    func little(_ offset: Int, _ count: Int) -> Int {
        self[(startIndex + offset)..<(startIndex + offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

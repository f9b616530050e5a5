/// A disk, a volume or the image of one, read at any offset. Reads of several threads do not disturb each other.
public protocol ByteSource: Sendable {
    /// The size in bytes.
    var size: Int64 { get }

    /// `count` bytes from `offset`; fewer where the source ends, or is damaged and cannot be read further.
    func read(at offset: Int64, count: Int) -> ArraySlice<UInt8>
}

extension ByteSource {
    /// Exactly `count` bytes; nil unless all of them can be read.
    public func exactly(_ count: Int, at offset: Int64) -> ArraySlice<UInt8>? {
        let bytes = read(at: offset, count: count)
        return bytes.count == count ? bytes : nil
    }
}

/// A disk in memory.
public struct MemoryBytes: ByteSource {
    private let bytes: [UInt8]

    /// A disk with these bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The size in bytes.
    public var size: Int64 { Int64(bytes.count) }

    /// The bytes from an offset on, up to the end.
    public func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        return bytes[Int(offset)...].prefix(count)
    }
}

/// A stretch of bytes from a disk, read as little-endian numbers. Every offset is checked: what lies outside reads as nil.
///
/// A window shares the array it was cut from.
struct ByteWindow {
    private let bytes: [UInt8]
    private let start: Int
    let count: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = 0
        count = bytes.count
    }

    /// Nil unless all of the stretch lies in the array.
    init?(_ bytes: [UInt8], at offset: Int, count length: Int) {
        guard offset >= 0, length >= 0, offset <= bytes.count, length <= bytes.count - offset else { return nil }
        self.bytes = bytes
        start = offset
        count = length
    }

    @inline(__always)
    private func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number? {
        guard offset >= 0, offset <= count - MemoryLayout<Number>.size else { return nil }
        return bytes.withUnsafeBytes {
            Number(littleEndian: $0.loadUnaligned(fromByteOffset: start + offset, as: Number.self))
        }
    }

    func u8(at offset: Int) -> Int? { number(UInt8.self, at: offset).map { Int($0) } }
    func u16(at offset: Int) -> Int? { number(UInt16.self, at: offset).map { Int($0) } }
    func u32(at offset: Int) -> Int? { number(UInt32.self, at: offset).map { Int($0) } }
    func u64(at offset: Int) -> UInt64? { number(UInt64.self, at: offset) }

    /// The part from `offset`, or nil if it is not all there.
    func window(at offset: Int, count length: Int) -> ByteWindow? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
        return ByteWindow(bytes, at: start + offset, count: length)
    }

    /// UTF-16 units from `offset`, or nil if they are not all there.
    func units(at offset: Int, count length: Int) -> [UInt16]? {
        guard length >= 0, length <= count, let part = window(at: offset, count: 2 * length) else { return nil }
        return bytes.withUnsafeBytes { raw in
            (0..<length).map {
                UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: part.start + 2 * $0, as: UInt16.self))
            }
        }
    }

    func hasText(_ text: StaticString, at offset: Int) -> Bool {
        guard let part = window(at: offset, count: text.utf8CodeUnitCount) else { return false }
        return part.array.elementsEqual(text.withUTF8Buffer { Array($0) })
    }

    /// The bytes as an array of their own.
    var array: [UInt8] { Array(bytes[start..<start + count]) }
}

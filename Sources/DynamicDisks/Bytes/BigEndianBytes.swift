/// Bytes of a database, read as big-endian numbers. Every offset is checked: what lies outside reads as nil.
struct BigEndianBytes {
    private let bytes: ArraySlice<UInt8>
    var count: Int { bytes.count }

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }
    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The part from `offset`, or nil if it is not all there.
    func part(at offset: Int, count length: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
        let start = bytes.startIndex + offset
        return bytes[start..<start + length]
    }

    /// A number of at most eight bytes.
    func number(at offset: Int, width: Int) -> UInt64? {
        guard (0...8).contains(width), let part = part(at: offset, count: width) else { return nil }
        var number: UInt64 = 0
        for byte in part { number = number << 8 | UInt64(byte) }
        return number
    }

    func u16(at offset: Int) -> Int? { number(at: offset, width: 2).map { Int($0) } }
    func u32(at offset: Int) -> Int? { number(at: offset, width: 4).map { Int($0) } }
    func u64(at offset: Int) -> UInt64? { number(at: offset, width: 8) }

    func hasText(_ text: StaticString, at offset: Int) -> Bool {
        guard let part = part(at: offset, count: text.utf8CodeUnitCount) else { return false }
        return text.withUTF8Buffer { part.elementsEqual($0) }
    }

    /// Text that ends with a zero byte or with the field.
    func text(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
        part(at: offset, count: count).map { $0.prefix { $0 != 0 } }
    }

    /// The sum of all bytes but for the four in which it is kept: the check of private headers and tables of contents.
    ///
    /// - Parameter sizes: lengths that may have been summed: what Windows does with sectors of 4096 bytes is not known.
    func hasSum(at field: Int, over sizes: Set<Int>) -> Bool {
        guard let kept = u32(at: field) else { return false }
        return sizes.contains { size in
            guard let head = part(at: 0, count: field), let tail = part(at: field + 4, count: size - field - 4) else {
                return false
            }
            // At most 255 in each of 4096 bytes.
            var sum = 0
            for byte in head { sum += Int(byte) }
            for byte in tail { sum += Int(byte) }
            return sum == kept
        }
    }
}

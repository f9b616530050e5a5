/// Bytes from a disk, read as little-endian numbers. Every offset is checked: what lies outside reads as nil.
struct LittleEndianBytes {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func number<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type, at offset: Int) -> Number? {
        let width = Number.bitWidth / 8
        guard offset >= 0, offset <= bytes.count - width else { return nil }
        var value: Number = 0
        for index in (0..<width).reversed() { value = value << 8 | Number(truncatingIfNeeded: bytes[offset + index]) }
        return value
    }

    func u8(at offset: Int) -> UInt8? { number(UInt8.self, at: offset) }
    func u16(at offset: Int) -> Int? { number(UInt16.self, at: offset).map { Int($0) } }
    func u32(at offset: Int) -> Int? { number(UInt32.self, at: offset).map { Int($0) } }
    func u64(at offset: Int) -> UInt64? { number(UInt64.self, at: offset) }

    /// The bytes from `offset`, or nil if they are not all there.
    func slice(at offset: Int, count length: Int) -> [UInt8]? {
        guard offset >= 0, length >= 0, offset <= bytes.count, length <= bytes.count - offset else { return nil }
        return Array(bytes[offset..<offset + length])
    }

    func hasText(_ text: String, at offset: Int) -> Bool {
        slice(at: offset, count: text.utf8.count).map { $0.elementsEqual(text.utf8) } ?? false
    }

    /// A GUID in Microsoft's mixed-endian layout (RFC 9562, appendix of variant encodings), in lower case.
    func guid(at offset: Int) -> String? {
        guard let raw = slice(at: offset, count: 16) else { return nil }
        let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
        let digits = Array("0123456789abcdef")
        var text = ""
        for (position, index) in order.enumerated() {
            if [4, 6, 8, 10].contains(position) { text.append("-") }
            text.append(digits[Int(raw[index] >> 4)])
            text.append(digits[Int(raw[index] & 15)])
        }
        return text
    }
}

/// The escapes in texts of JSON (RFC 8259, section 7). Half a surrogate pair is none.
enum JSONEscapes {
    /// How many bytes the escape has that begins with the backslash at an index; nil if it is none.
    static func length(at index: Int, in bytes: ArraySlice<UInt8>) -> Int? {
        guard index + 1 < bytes.endIndex else { return nil }
        if simple(bytes[index + 1]) != nil { return 2 }
        guard let (_, length) = scalar(at: index, in: bytes) else { return nil }
        return length
    }

    /// A text whose escapes are all sound, without them.
    static func resolve(_ content: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var index = content.startIndex
        while index < content.endIndex {
            guard content[index] == UInt8(ascii: "\\"), index + 1 < content.endIndex else {
                result.append(content[index])
                index += 1
                continue
            }
            if let byte = simple(content[index + 1]) {
                result.append(byte)
                index += 2
            } else if let (scalar, length) = scalar(at: index, in: content) {
                result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                index += length
            } else {
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func simple(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    private static func scalar(at index: Int, in bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, length: Int)? {
        guard let high = unit(at: index, in: bytes) else { return nil }
        if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
        guard (0xD800..<0xDC00).contains(high), let low = unit(at: index + 6, in: bytes),
            (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + UInt32(high & 0x3FF) << 10 + UInt32(low & 0x3FF))
        else { return nil }
        return (scalar, 12)
    }

    /// The UTF-16 unit of `\uXXXX`.
    private static func unit(at index: Int, in bytes: ArraySlice<UInt8>) -> UInt16? {
        guard index + 6 <= bytes.endIndex, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for digit in bytes[(index + 2)..<(index + 6)] {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(value)
        }
        return unit
    }
}

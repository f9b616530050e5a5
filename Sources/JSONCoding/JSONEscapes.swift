/// The escapes in texts of JSON (RFC 8259, section 7). Half of a surrogate pair is not one.
public enum JSONEscapes {
    /// The escape that begins with the backslash at an index: what it stands for, and its length in bytes; nil if it is
    /// invalid.
    public static func escape(
        at index: Int, in bytes: ArraySlice<UInt8>
    ) -> (scalar: Unicode.Scalar, length: Int)? {
        guard index + 1 < bytes.endIndex else { return nil }
        if let scalar = simple(bytes[index + 1]) { return (scalar, 2) }
        guard let high = unit(at: index, in: bytes) else { return nil }
        if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
        guard UTF16.isLeadSurrogate(high), let low = unit(at: index + 6, in: bytes), UTF16.isTrailSurrogate(low),
            let scalar = Unicode.Scalar(0x10000 + UInt32(high & 0x3FF) << 10 + UInt32(low & 0x3FF))
        else { return nil }
        return (scalar, 12)
    }

    /// Whether all escapes of a text are valid.
    public static func areValid(in content: ArraySlice<UInt8>) -> Bool {
        var index = content.startIndex
        while let backslash = content[index...].firstIndex(of: UInt8(ascii: "\\")) {
            guard let (_, length) = escape(at: backslash, in: content) else { return false }
            index = backslash + length
        }
        return true
    }

    /// The text in UTF-8 with each escape replaced by what it stands for, and each invalid one by U+FFFD. The result is
    /// never moved while it grows, so that a caller who wipes it has wiped all of it.
    public static func decoded(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        // The shortest invalid escape is one byte, and U+FFFD has three.
        result.reserveCapacity(content.count * 3)
        var index = content.startIndex
        while index < content.endIndex {
            guard content[index] == UInt8(ascii: "\\") else {
                result.append(content[index])
                index += 1
                continue
            }
            let (scalar, length) = escape(at: index, in: content) ?? ("\u{FFFD}", invalidLength(at: index, in: content))
            result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            index += length
        }
        return result
    }

    /// How much of a text an invalid escape takes: half a pair with its digits, or the backslash and the letter behind it.
    private static func invalidLength(at index: Int, in bytes: ArraySlice<UInt8>) -> Int {
        if unit(at: index, in: bytes) != nil { return 6 }
        return index + 1 < bytes.endIndex && bytes[index + 1] < 0x80 ? 2 : 1
    }

    private static func simple(_ letter: UInt8) -> Unicode.Scalar? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(letter)
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        default: nil
        }
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

/// Text of any encoding that exports come in, as UTF-8.
public enum ForeignText {
    /// The UTF-8 of a text that is not UTF-8 already: UTF-16 of either byte order, with its mark or without, or an 8-bit
    /// code page; nil if the bytes are UTF-8. The caller wipes it.
    public static func decode(_ bytes: [UInt8]) -> [UInt8]? {
        if bytes.starts(with: [0xFF, 0xFE]) { return decodeUTF16(bytes.dropFirst(2), isLittleEndian: true) }
        if bytes.starts(with: [0xFE, 0xFF]) { return decodeUTF16(bytes.dropFirst(2), isLittleEndian: false) }
        // Without a mark: exports are mostly ASCII, which has a zero in every other byte of UTF-16.
        let sample = bytes.prefix(64)
        let zeros = [0, 1].map { parity in sample.indices.count { $0 % 2 == parity && sample[$0] == 0 } }
        if sample.count >= 4, zeros[0] != zeros[1], max(zeros[0], zeros[1]) * 4 > sample.count {
            return decodeUTF16(bytes[...], isLittleEndian: zeros[1] > zeros[0])
        }
        return isUTF8(bytes) ? nil : decodeCodePage(bytes)
    }

    /// A text without the byte order mark that it may begin with.
    public static func body(of utf8: [UInt8]) -> ArraySlice<UInt8> {
        utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? utf8.dropFirst(3) : utf8[...]
    }

    /// The Unicode scalar beyond ASCII whose UTF-8 begins at an index, and its length; nil if there is none.
    public static func scalar(at index: Int, in text: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar, length: Int)? {
        let lead = text[index]
        let (length, least): (Int, UInt32)
        switch lead {
        case 0xC2...0xDF: (length, least) = (2, 0x80)
        case 0xE0...0xEF: (length, least) = (3, 0x800)
        case 0xF0...0xF4: (length, least) = (4, 0x10000)
        default: return nil
        }
        guard text.endIndex - index >= length else { return nil }
        var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
        for byte in text[(index + 1)..<(index + length)] {
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, length)
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
            } else if let (_, length) = scalar(at: index, in: bytes[...]) {
                index += length
            } else {
                return false
            }
        }
        return true
    }

    private static func decodeUTF16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) -> [UInt8] {
        var result: [UInt8] = []
        // Three bytes of UTF-8 a unit at most: never reallocated, so that no copy escapes the wiping.
        result.reserveCapacity(bytes.count / 2 * 3)
        var decoder = UTF16()
        var units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).lazy.map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittleEndian ? second << 8 | first : first << 8 | second
        }.makeIterator()
        while true {
            switch decoder.decode(&units) {
            case .scalarValue(let scalar): append(scalar, to: &result)
            case .error: append("\u{FFFD}", to: &result)
            case .emptyInput: return result
            }
        }
    }

    /// Windows-1252, as far as keys need it: what Excel's "CSV" and a redirected `manage-bde` come in. Letters of other
    /// code pages become other letters, which are in no key.
    private static func decodeCodePage(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 3)
        for byte in bytes {
            switch byte {
            case ..<0x80: result.append(byte)
            case 0x96: append("\u{2013}", to: &result)
            case 0x97: append("\u{2014}", to: &result)
            default: append(Unicode.Scalar(byte), to: &result)
            }
        }
        return result
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        if scalar.isASCII {
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if let encoded = UTF8.encode(scalar) {
            bytes.append(contentsOf: encoded)
        }
    }
}

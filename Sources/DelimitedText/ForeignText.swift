/// Text of any encoding that exports come in, as UTF-8.
public enum ForeignText {
    /// The UTF-8 of a text that is not UTF-8 already: UTF-16 of either byte order, with its mark or without, an 8-bit code
    /// page, or sections of several, as appending to a file of another encoding makes them; nil if the bytes are UTF-8. The
    /// caller wipes it.
    public static func decode(_ bytes: [UInt8]) -> [UInt8]? {
        if let sections = EncodedSections.sections(of: bytes) { return decode(bytes, sections) }
        return isUTF8(bytes[...]) ? nil : decodeCodePage(bytes[...])
    }

    private static func decode(_ bytes: [UInt8], _ sections: [EncodedSections.Section]) -> [UInt8] {
        var result: [UInt8] = []
        // Three bytes of UTF-8 for one at most: never reallocated, so that no copy escapes the wiping.
        result.reserveCapacity(bytes.count * 3)
        for section in sections {
            let part = bytes[section.range]
            switch section.encoding {
            case .utf16(let isLittleEndian): append(utf16: part, isLittleEndian: isLittleEndian, to: &result)
            case .eightBit:
                if isUTF8(part) {
                    result.append(contentsOf: part)
                } else {
                    var decoded = decodeCodePage(part)
                    result.append(contentsOf: decoded)
                    for index in decoded.indices { decoded[index] = 0 }
                }
            }
        }
        return result
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

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] < 0x80 {
                index += 1
            } else if let (_, length) = scalar(at: index, in: bytes) {
                index += length
            } else {
                return false
            }
        }
        return true
    }

    private static func append(utf16 bytes: ArraySlice<UInt8>, isLittleEndian: Bool, to result: inout [UInt8]) {
        var decoder = UTF16()
        var units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).lazy.map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittleEndian ? second << 8 | first : first << 8 | second
        }.makeIterator()
        while true {
            switch decoder.decode(&units) {
            // A mark at the beginning of a section, or of a file that was appended.
            case .scalarValue("\u{FEFF}"): break
            case .scalarValue(let scalar): append(scalar, to: &result)
            case .error: append("\u{FFFD}", to: &result)
            case .emptyInput: return
            }
        }
    }

    /// Windows-1252: what Excel's "CSV" and a redirected `manage-bde` come in. Letters of other code pages become other
    /// letters, which are in no key.
    private static func decodeCodePage(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 3)
        for byte in bytes {
            switch byte {
            case ..<0x80: result.append(byte)
            case 0x80..<0xA0: append(codePage1252[Int(byte) - 0x80], to: &result)
            default: append(Unicode.Scalar(byte), to: &result)
            }
        }
        return result
    }

    /// What Windows-1252 has from 0x80 to 0x9F (unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT); the others
    /// are those of Unicode. Five of them are unused and stay as they are.
    private static let codePage1252: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}", "\u{2C6}",
        "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}", "\u{90}", "\u{2018}",
        "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}", "\u{2DC}", "\u{2122}", "\u{161}",
        "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        if scalar.isASCII {
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if let encoded = UTF8.encode(scalar) {
            bytes.append(contentsOf: encoded)
        }
    }
}

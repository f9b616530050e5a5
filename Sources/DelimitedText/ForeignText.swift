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

    /// Windows-1252, as far as keys need it: what Excel's "CSV" and a redirected `manage-bde` come in. Letters of other
    /// code pages become other letters, which are in no key.
    private static func decodeCodePage(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
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

/// The lexical part of JSON (RFC 8259), over bytes.
///
/// Unloop reads JSON of keys itself, because a library's tree of a whole export takes ten times its size, and leaves
/// the keys in memory that nobody wipes.
struct JSONReader {
    /// Where JSON breaks off, and what was expected there.
    struct Failure: Error {
        let index: Int
        let detail: String
    }

    let text: ArraySlice<UInt8>
    private(set) var index: Int

    init(_ text: ArraySlice<UInt8>) {
        self.text = text
        index = text.startIndex
    }

    /// The next byte after blanks, which is not taken; nil at the end.
    mutating func peek() -> UInt8? {
        while index < text.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
        return index < text.endIndex ? text[index] : nil
    }

    /// Takes a byte if it is the next after blanks.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        index += 1
        return true
    }

    /// Takes a byte that must come next.
    mutating func expect(_ byte: UInt8) throws(Failure) {
        guard take(byte) else { throw failure("\"\(Unicode.Scalar(byte))\" is expected") }
    }

    /// Takes one byte, whatever it is.
    mutating func skip() { index = min(index + 1, text.endIndex) }

    /// Takes a string: what is between the quotes, and whether there are escapes in it.
    mutating func string() throws(Failure) -> JSONText {
        try expect(UInt8(ascii: "\""))
        let start = index
        var hasEscapes = false
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "\""):
                index += 1
                return JSONText(content: text[start..<(index - 1)], hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index += 2
            default: index += 1
            }
        }
        index = start
        throw failure("a text that begins here does not end")
    }

    /// Takes a number, `true`, `false` or `null`.
    mutating func literal() throws(Failure) -> ArraySlice<UInt8> {
        let start = index
        while index < text.endIndex {
            switch KeyCharacter.at(index, in: text).kind {
            case .digit, .letter, .hyphen: index += 1
            default:
                guard text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: "+") else {
                    if index == start { throw failure("a value is expected") }
                    return text[start..<index]
                }
                index += 1
            }
        }
        if index == start { throw failure("a value is expected") }
        return text[start...]
    }

    func failure(_ detail: String) -> Failure { Failure(index: min(index, text.endIndex), detail: detail) }
}

/// A string of JSON.
struct JSONText {
    /// What is between the quotes.
    let content: ArraySlice<UInt8>
    /// Whether there are escapes in it.
    let hasEscapes: Bool

    /// The string as UTF-8. The caller wipes it. Escapes that are none become U+FFFD.
    func unescaped() -> [UInt8] {
        guard hasEscapes else { return Array(content) }
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch escaped {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "b"), UInt8(ascii: "f"): result.append(0x20)
            case UInt8(ascii: "u"): result.append(contentsOf: Self.scalar(&rest).utf8)
            default: result.append(escaped)
            }
        }
        return result
    }

    /// The scalar of four hexadecimal digits, or of the eight of a surrogate pair.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> String {
        guard let high = unit(&rest) else { return "\u{FFFD}" }
        if let scalar = Unicode.Scalar(high) { return String(Character(scalar)) }
        var after = rest
        guard after.popFirst() == UInt8(ascii: "\\"), after.popFirst() == UInt8(ascii: "u"), let low = unit(&after),
            (0xD800..<0xDC00).contains(high), (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + UInt32(high & 0x3FF) << 10 + UInt32(low & 0x3FF))
        else { return "\u{FFFD}" }
        rest = after
        return String(Character(scalar))
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
        guard let bytes = [UInt8](hexadecimal: rest.prefix(4)), bytes.count == 2 else { return nil }
        rest = rest.dropFirst(4)
        return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    }
}

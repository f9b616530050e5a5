internal import JSONCoding

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

    /// Where the value that begins a text ends; nil if it is not JSON.
    static func end(of text: ArraySlice<UInt8>) -> Int? {
        var reader = JSONReader(text)
        do throws(Failure) {
            var closings: [UInt8] = []
            repeat {
                switch reader.peek() {
                case UInt8(ascii: "{"): closings.append(UInt8(ascii: "}"))
                case UInt8(ascii: "["): closings.append(UInt8(ascii: "]"))
                case let byte? where byte == closings.last: closings.removeLast()
                case UInt8(ascii: ","), UInt8(ascii: ":"): break
                case UInt8(ascii: "\""):
                    _ = try reader.string()
                    continue
                default:
                    _ = try reader.literal()
                    continue
                }
                reader.skip()
                if closings.count > 256 { return nil }
            } while !closings.isEmpty
            return reader.index
        } catch {
            return nil
        }
    }

    /// Whether a text is one JSON value and nothing after it.
    static func isWhole(_ text: ArraySlice<UInt8>) -> Bool {
        guard let end = end(of: text) else { return false }
        var reader = JSONReader(text[end...])
        return reader.peek() == nil
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

    /// Whether an escape is invalid, so that nobody can say what the text was.
    var hasInvalidEscapes: Bool { hasEscapes && !JSONEscapes.areValid(in: content) }

    /// The string as UTF-8, with U+FFFD for each invalid escape. The caller wipes it.
    func unescaped() -> [UInt8] { hasEscapes ? JSONEscapes.decoded(content) : Array(content) }
}

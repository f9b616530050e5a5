internal import JSONCoding

/// A line of JSON (RFC 8259), taken apart but not copied: where each value begins and ends.
///
/// Unloop reads the lines of its logs itself, because a hundred thousand runs are two million lines, for which
/// Foundation's decoder takes minutes. Nothing is forgiven: what is not JSON, has a text that is not UTF-8, or is nested
/// deeper than any log, is refused.
final class JSONLine {
    enum Kind { case object, array, text, number, yes, no, null }

    /// A value. The members of an object follow it as name, value, name, value; the items of an array one by one.
    struct Node {
        let kind: Kind
        /// Whether a text has escapes.
        var hasEscapes = false
        /// Where the value lies in `bytes`; a text without its quotes.
        var range: Range<Int>
        /// The index of the node behind the value and all that is in it.
        var next: Int
    }

    /// There is no more to say: the line is not JSON.
    struct Malformed: Error {}

    private static let maximumDepth = 32

    let bytes: ArraySlice<UInt8>
    private(set) var nodes: [Node] = []
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
        self.bytes = bytes
        index = bytes.startIndex
        nodes.reserveCapacity(48)
        try value(depth: 0)
        skipBlanks()
        if index < bytes.endIndex { throw Malformed() }
    }

    /// A text's value.
    func text(of node: Node) -> String {
        let content = bytes[node.range]
        return String(decoding: node.hasEscapes ? JSONEscapes.decoded(content)[...] : content, as: UTF8.self)
    }

    private func skipBlanks() {
        while index < bytes.endIndex {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard index < bytes.endIndex, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private func expect(_ byte: UInt8) throws(Malformed) {
        guard take(byte) else { throw Malformed() }
    }

    private func value(depth: Int) throws(Malformed) {
        skipBlanks()
        guard index < bytes.endIndex, depth < Self.maximumDepth else { throw Malformed() }
        switch bytes[index] {
        case UInt8(ascii: "{"):
            try collection(.object, until: UInt8(ascii: "}")) { line throws(Malformed) in
                try line.text()
                try line.expect(UInt8(ascii: ":"))
                try line.value(depth: depth + 1)
            }
        case UInt8(ascii: "["):
            try collection(.array, until: UInt8(ascii: "]")) { line throws(Malformed) in
                try line.value(depth: depth + 1)
            }
        case UInt8(ascii: "\""): try text()
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try number()
        }
    }

    private func collection(
        _ kind: Kind, until closing: UInt8, _ item: (JSONLine) throws(Malformed) -> Void
    ) throws(Malformed) {
        let place = nodes.count
        let start = index
        index += 1
        nodes.append(Node(kind: kind, range: start..<start, next: 0))
        if !take(closing) {
            repeat { try item(self) } while take(UInt8(ascii: ","))
            try expect(closing)
        }
        nodes[place].range = start..<index
        nodes[place].next = nodes.count
    }

    private func append(_ kind: Kind, _ range: Range<Int>, hasEscapes: Bool = false) {
        nodes.append(Node(kind: kind, hasEscapes: hasEscapes, range: range, next: nodes.count + 1))
    }

    private func text() throws(Malformed) {
        try expect(UInt8(ascii: "\""))
        let start = index
        var hasEscapes = false
        var isASCII = true
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let content = bytes[start..<index]
                guard isASCII || String(validating: content, as: UTF8.self) != nil else { throw Malformed() }
                append(.text, start..<index, hasEscapes: hasEscapes)
                index += 1
                return
            case UInt8(ascii: "\\"):
                hasEscapes = true
                guard let escape = JSONEscapes.escape(at: index, in: bytes) else { throw Malformed() }
                index += escape.length
            case 0x20..<0x80: index += 1
            case 0x80...:
                isASCII = false
                index += 1
            default: throw Malformed()
            }
        }
        throw Malformed()
    }

    private func word(_ word: StaticString, _ kind: Kind) throws(Malformed) {
        let end = index + word.utf8CodeUnitCount
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard end <= bytes.endIndex, bytes[index..<end].elementsEqual(expected) else { throw Malformed() }
        append(kind, index..<end)
        index = end
    }

    /// `-`, digits without a leading zero, a fraction, an exponent.
    private func number() throws(Malformed) {
        let start = index
        takeOne { $0 == UInt8(ascii: "-") }
        if !takeOne({ $0 == UInt8(ascii: "0") }), !takeDigits() { throw Malformed() }
        if takeOne({ $0 == UInt8(ascii: ".") }), !takeDigits() { throw Malformed() }
        if takeOne({ $0 | 0x20 == UInt8(ascii: "e") }) {
            takeOne { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            if !takeDigits() { throw Malformed() }
        }
        append(.number, start..<index)
    }

    @discardableResult
    private func takeOne(_ condition: (UInt8) -> Bool) -> Bool {
        guard index < bytes.endIndex, condition(bytes[index]) else { return false }
        index += 1
        return true
    }

    private func takeDigits() -> Bool {
        let start = index
        while takeOne({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {}
        return index > start
    }
}

internal import RecoveryLog

/// Writes JSON (RFC 8259) without building a tree: a report may have 100,000 machines.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func object(_ name: String? = nil, _ body: (inout JSONWriter) -> Void) {
        enclose(name, UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    mutating func array<Elements: Sequence>(
        _ name: String? = nil, _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void
    ) {
        enclose(name, UInt8(ascii: "["), UInt8(ascii: "]")) { writer in
            for element in elements { body(&writer, element) }
        }
    }

    /// A text; without one, nothing in an object.
    mutating func member(_ name: String, _ text: String?) {
        guard let text else { return }
        begin(name)
        OrderedJSON.append(text, to: &bytes)
    }

    mutating func member(_ name: String, _ number: Int?) {
        guard let number else { return }
        begin(name)
        bytes += String(number).utf8
    }

    mutating func member(_ name: String, _ truth: Bool) {
        begin(name)
        bytes += (truth ? "true" : "false").utf8
    }

    /// An element of an array; an empty text without one.
    mutating func element(_ text: String?) {
        begin(nil)
        OrderedJSON.append(text ?? "", to: &bytes)
    }

    mutating func element(_ number: Int) {
        begin(nil)
        bytes += String(number).utf8
    }

    /// A new line before the next value, so that a report can be looked at.
    mutating func breakLine() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func enclose(
        _ name: String?, _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void
    ) {
        begin(name)
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func begin(_ name: String?) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        guard let name else { return }
        bytes.append(UInt8(ascii: "\""))
        bytes += name.utf8
        bytes += [UInt8(ascii: "\""), UInt8(ascii: ":")]
    }
}

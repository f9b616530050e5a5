/// Writes JSON (RFC 8259) without building a tree: a report may have 100,000 machines. Members keep the order in which
/// they are written, so that the same values are always the same bytes; nothing is indented.
public struct JSONWriter {
    /// An array or object.
    enum Collection {
        case object, array

        var opening: UInt8 { self == .object ? UInt8(ascii: "{") : UInt8(ascii: "[") }
        var closing: UInt8 { self == .object ? UInt8(ascii: "}") : UInt8(ascii: "]") }
    }

    /// What was written, in UTF-8.
    public private(set) var bytes: [UInt8] = []
    private let textLimit: Int
    private var needsComma = false

    /// - Parameter textLimit: the most Unicode scalars that a text may have; a longer one is cut and ends with `…`.
    public init(textLimit: Int = .max) { self.textLimit = textLimit }

    /// An object, whose members `body` writes.
    public mutating func object(_ name: String? = nil, _ body: (inout JSONWriter) -> Void) {
        begin(name)
        open(.object)
        body(&self)
        close(.object)
    }

    /// An array, whose items `body` writes.
    public mutating func array<Elements: Sequence>(
        _ name: String? = nil, _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void
    ) {
        begin(name)
        open(.array)
        for element in elements { body(&self, element) }
        close(.array)
    }

    /// A member with a text; no member without one.
    public mutating func member(_ name: String, _ text: String?) {
        guard let text else { return }
        begin(name)
        value(text)
    }

    /// A member with a number; no member without one.
    public mutating func member(_ name: String, _ number: Int?) {
        guard let number else { return }
        begin(name)
        value(literal: String(number))
    }

    /// A member that is true or false.
    public mutating func member(_ name: String, _ truth: Bool) {
        begin(name)
        value(literal: truth ? "true" : "false")
    }

    /// An item of an array; an empty text without one.
    public mutating func element(_ text: String?) {
        begin(nil)
        value(text ?? "")
    }

    /// An item of an array.
    public mutating func element(_ number: Int) {
        begin(nil)
        value(literal: String(number))
    }

    /// Starts a new line before the next value, so that a person can read a long list.
    public mutating func breakLine() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
        bytes.append(UInt8(ascii: "\n"))
    }

    /// What comes before a value: a comma behind another one, and the name of a member.
    mutating func begin(_ name: String?) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        guard let name else { return }
        Self.append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func open(_ collection: Collection) {
        bytes.append(collection.opening)
        needsComma = false
    }

    mutating func close(_ collection: Collection) {
        bytes.append(collection.closing)
        needsComma = true
    }

    mutating func value(literal: String) { bytes += literal.utf8 }

    mutating func value(_ text: String) { Self.append(bounded(text), to: &bytes) }

    private func bounded(_ text: String) -> String {
        // UTF-8 has at least as many bytes as scalars, and knows its count.
        if text.utf8.count <= textLimit || text.unicodeScalars.count <= textLimit { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(textLimit - 1))) + "…"
    }
}

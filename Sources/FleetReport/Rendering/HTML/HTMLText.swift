internal import RecoveryLog
internal import Vocabulary

/// HTML as it grows. Markup comes only from literals; everything else is escaped.
struct HTMLText {
    private(set) var bytes: [UInt8] = []

    /// The longest text from a disk that is shown, in Unicode scalars.
    static let maximumText = 500
    /// The longest text that is kept together, in bytes: key identifiers have 36.
    static let longText = 40

    /// Markup of our own.
    mutating func markup(_ text: StaticString) {
        text.withUTF8Buffer { bytes += $0 }
    }

    /// Text, or the value of an attribute between quotes.
    mutating func text(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
    }

    mutating func text(_ number: Int) { bytes += String(number).utf8 }

    /// Text from a disk, which does not change how the text around it runs.
    mutating func foreign(_ text: String) {
        // A long word may be broken anywhere; a short one would be squeezed if it might.
        markup(text.utf8.count > Self.longText ? "<bdi class=\"long\">" : "<bdi>")
        self.text(displaySafe(text, limit: Self.maximumText))
        markup("</bdi>")
    }

    /// A file of this module: style, script.
    mutating func embedded(_ content: [UInt8]) { bytes += content }

    /// JSON between the tags of a script element: `<` would end it (HTML, section 4.12.1.3, "script contents"), and can
    /// only stand inside strings, where an escape means the same.
    mutating func data(_ json: [UInt8]) {
        bytes.reserveCapacity(bytes.count + json.count)
        for byte in json {
            switch byte {
            case UInt8(ascii: "<"): bytes += "\\u003c".utf8
            case UInt8(ascii: ">"): bytes += "\\u003e".utf8
            case UInt8(ascii: "&"): bytes += "\\u0026".utf8
            default: bytes.append(byte)
            }
        }
    }

    /// A length as a percentage of the whole, in hundredths: for charts.
    mutating func share(_ part: Int, of whole: Int) {
        let hundredths = whole == 0 ? 0 : part * 10_000 / whole
        text("\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)%")
    }

    /// The mark and the name of a state: nobody has to distinguish colours.
    mutating func state(_ state: MachineState) {
        markup(
            "<span class=\"state\"><svg class=\"swatch\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\" class=\""
        )
        text(state.rawValue)
        markup("\"/></svg>")
        text(state.title)
        markup("</span>")
    }
}

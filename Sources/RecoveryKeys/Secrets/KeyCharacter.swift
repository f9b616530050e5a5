internal import DelimitedText
internal import Vocabulary

/// One character of UTF-8 text, as far as it matters for keys.
///
/// Keys come through spreadsheets, mail and word processors: with hyphens and blanks of every kind Unicode has, and
/// with invisible marks.
struct KeyCharacter {
    enum Kind {
        case digit
        case letter
        /// A hyphen or dash of any kind, the soft and the non-breaking hyphen and the minus sign among them.
        case hyphen
        case blank
        case lineEnd
        /// Takes no room: byte order marks, zero-width blanks, marks of the writing direction.
        case invisible
        case other
    }

    let kind: Kind
    /// The number of bytes.
    let length: Int

    /// The character at an index of `text`, which must be within. A byte that is no UTF-8 is a character of its own.
    static func at(_ index: Int, in text: ArraySlice<UInt8>) -> KeyCharacter {
        let byte = text[index]
        if byte < 0x80 { return KeyCharacter(kind: kind(ofASCII: byte), length: 1) }
        guard let (scalar, length) = ForeignText.scalar(at: index, in: text) else {
            return KeyCharacter(kind: .other, length: 1)
        }
        return KeyCharacter(kind: kind(of: scalar), length: length)
    }

    private static func kind(ofASCII byte: UInt8) -> Kind {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): .letter
        case UInt8(ascii: "-"): .hyphen
        case UInt8(ascii: " "), UInt8(ascii: "\t"): .blank
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): .lineEnd
        case 0: .invisible
        default: .other
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar {
        // Soft hyphen (a format character), hyphen bullet, minus sign and its superscript and subscript forms.
        case "\u{AD}", "\u{2043}", "\u{2212}", "\u{207B}", "\u{208B}": return .hyphen
        case "\u{85}", "\u{2028}", "\u{2029}": return .lineEnd
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .dashPunctuation: .hyphen
        case .format: .invisible
        case .spaceSeparator: .blank
        default: .other
        }
    }
}

extension ArraySlice<UInt8> {
    /// The text without blanks, line ends and invisible characters around it, nor the quotes, apostrophes and equals
    /// signs that spreadsheets put around text that must not become a number.
    func trimmedForKeys() -> ArraySlice<UInt8> {
        var first: Int?
        var end = startIndex
        var index = startIndex
        while index < endIndex {
            let character = KeyCharacter.at(index, in: self)
            let byte = self[index]
            let isWrapping = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "=")
            switch character.kind {
            case .blank, .lineEnd, .invisible: break
            case _ where isWrapping: break
            default:
                if first == nil { first = index }
                end = index + character.length
            }
            index += character.length
        }
        return first.map { self[$0..<end] } ?? self[startIndex..<startIndex]
    }
}

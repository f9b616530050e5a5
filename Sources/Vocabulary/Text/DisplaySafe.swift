/// Text from a disk, a registry or a log made safe for screens and terminals: whatever is not printable (control and
/// escape characters, line breaks, what reverses or hides text) becomes U+FFFD, a byte of a file's name that is not text
/// (`PathText`) becomes `\xFC`, and text longer than `limit` is cut and ends with `…`.
///
/// - Parameter limit: the most Unicode scalars that the result has.
public func displaySafe(_ text: String, limit: Int = 200) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        guard result.count < limit else {
            result.removeLast()
            result.append("…")
            break
        }
        if scalar.isPrintable {
            result.append(scalar)
        } else if let byte = PathText.shown(scalar), result.count + byte.count <= limit {
            result.append(contentsOf: byte.unicodeScalars)
        } else {
            result.append("\u{FFFD}")
        }
    }
    return String(result)
}

extension Unicode.Scalar {
    /// Whether the scalar shows as itself. Formats (Cf) hold the bidirectional overrides and the invisible characters.
    public var isPrintable: Bool {
        // Most of what is asked for, and without a look into Unicode's tables.
        if value < 0x7F { return value >= 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}

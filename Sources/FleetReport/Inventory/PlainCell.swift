internal import Vocabulary

/// A cell as its writer meant it: without what spreadsheets and copying add.
enum PlainCell {
    /// The longest text that is compared, in Unicode scalars.
    private static let longest = 256

    /// A text without marks that do not show, without blanks (also those that do not break a line) and quotation marks
    /// around it, and without the apostrophe or `="…"` by which spreadsheets keep text from becoming a number. Full-width
    /// letters become ASCII.
    static func text(_ cell: String) -> String {
        var scalars: [Unicode.Scalar] = []
        for scalar in cell.unicodeScalars {
            guard scalars.count < longest else { break }
            if let plain = plain(scalar), !(scalars.isEmpty && isAround(plain)) { scalars.append(plain) }
        }
        while let last = scalars.last, isAround(last) { scalars.removeLast() }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// The scalar to compare; nil for one that does not show.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if (0x20..<0x7F).contains(scalar.value) { return scalar }
        if scalar.properties.isWhitespace { return " " }
        if (0xFF01...0xFF5E).contains(scalar.value) { return Unicode.Scalar(scalar.value - 0xFEE0) }
        return scalar.isPrintable ? scalar : nil
    }

    private static func isAround(_ scalar: Unicode.Scalar) -> Bool { around.contains(scalar) }

    private static let around: Set<Unicode.Scalar> = [
        " ", "=", "'", "\"", "`", "\u{B4}", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201C}", "\u{201D}", "\u{201E}",
    ]
}

/// What spreadsheets make of texts.
enum SpreadsheetText {
    /// Whether a spreadsheet would take a text for a number, a date or a time and show another one: `00123` becomes 123,
    /// `5E12` becomes 5,00E+12, `3-4` a day. True of texts of ASCII without quotation marks and separators of cells only.
    static func wouldChange(_ text: String) -> Bool {
        guard (1...255).contains(text.utf8.count), let first = text.utf8.first else { return false }
        if isDigit(first) { return text.utf8.allSatisfy { isDigit($0) || marks.contains($0) } }
        // A month and a day or year.
        let month = text.prefix { $0.isASCII && $0.isLetter }
        let rest = text.dropFirst(month.count)
        guard month.count >= 3, months.contains(month.prefix(3).lowercased()), let last = rest.utf8.last else {
            return false
        }
        return isDigit(last) && rest.utf8.allSatisfy { isDigit($0) || marks.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// What stands in numbers, dates and times besides digits: also powers of ten, and `AM` and `PM`.
    private static let marks = Set(".:/+-% eEaApPmM'".utf8)
    /// In English and German; other languages mostly share their first letters.
    private static let months: Set<String> = [
        "jan", "feb", "mar", "mrz", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec", "dez",
    ]
}

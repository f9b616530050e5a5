/// What programs print instead of a value: `...` where a column is too narrow, `System.Object[]` for a list.
enum LeftOutValue {
    static let message =
        "the value itself was left out; export it with Export-Csv, each key a row, or ConvertTo-Json -Depth 5"

    /// Whether a value is such a mark, or ends as one.
    static func isRecognised(_ value: ArraySlice<UInt8>) -> Bool {
        let value = value.trimmedBlanks()
        if value.isEmpty || value.count > 200 { return false }
        if ends(value) { return true }
        if value.starts(with: Array("System.".utf8)) || value.starts(with: Array("Microsoft.".utf8)) { return true }
        // A narrow column of a spreadsheet, or a masked value.
        return value.count >= 3 && value.allSatisfy { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "*") }
    }

    /// Whether a text breaks off with dots.
    static func ends(_ value: ArraySlice<UInt8>) -> Bool {
        value.hasSuffix("...") || value.hasSuffix("\u{2026}") || value.hasSuffix("...}") || value.hasSuffix("\u{2026}}")
    }
}

extension ArraySlice<UInt8> {
    func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

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

    /// The first range of a text that is not empty. The standard library's search is generic, and many times slower.
    func firstRange(ofText text: StaticString) -> Range<Int>? {
        let count = text.utf8CodeUnitCount
        return withUnsafeBufferPointer { bytes in
            text.withUTF8Buffer { text in
                guard let first = text.first, bytes.count >= count else { return nil }
                for start in 0...(bytes.count - count) where bytes[start] == first {
                    var length = 1
                    while length < count, bytes[start + length] == text[length] { length += 1 }
                    if length == count { return (startIndex + start)..<(startIndex + start + count) }
                }
                return nil
            }
        }
    }
}

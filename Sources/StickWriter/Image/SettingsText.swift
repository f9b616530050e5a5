/// The text of `unloop.yaml`, of which one value is set and all else, comments too, stays.
struct SettingsText {
    private(set) var text: String

    /// From the file's bytes: UTF-8 with or without BOM, or UTF-16 with one, as Notepad writes them.
    init?(_ bytes: [UInt8]) {
        let isLittleEndian = bytes.starts(with: [0xFF, 0xFE])
        if isLittleEndian || bytes.starts(with: [0xFE, 0xFF]) {
            guard bytes.count % 2 == 0 else { return nil }
            let units = stride(from: 2, to: bytes.count, by: 2).map { index in
                let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                return isLittleEndian ? second << 8 | first : first << 8 | second
            }
            text = String(decoding: units, as: UTF16.self)
        } else {
            guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
            self.text = text
        }
    }

    var bytes: [UInt8] { Array(text.utf8) }

    /// Sets `label:` at the top level: in its line if there is one, at the end otherwise. The line's end stays, and so does a
    /// comment behind the value.
    mutating func setLabel(_ label: String) {
        let escaped = label.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
        let value = "label: \"\(escaped)\""
        // A Character of Swift is a whole CR LF.
        var lines = text.split(separator: /\r\n|\n/, omittingEmptySubsequences: false).map(String.init)
        let ending = text.contains("\r\n") ? "\r\n" : "\n"
        let isLabel = { (line: String) in
            line.drop { $0 == "\u{FEFF}" }.wholeMatch(of: /label[ \t]*:(?:[ \t].*)?/) != nil
        }
        if let index = lines.firstIndex(where: isLabel) {
            let old = lines[index]
            let comment = old.firstMatch(of: /[ \t]+#[^"']*$/).map { String($0.output) } ?? ""
            lines[index] = (old.hasPrefix("\u{FEFF}") ? "\u{FEFF}" : "") + value + comment
        } else {
            if lines.last?.isEmpty == true { lines.removeLast() }
            lines += [value, ""]
        }
        text = lines.joined(separator: ending)
    }
}

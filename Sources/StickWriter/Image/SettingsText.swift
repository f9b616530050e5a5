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

    /// Sets the label.
    mutating func setLabel(_ label: String) { set("label", Self.quoted(label)) }

    /// Sets the remedies that are used.
    mutating func setRemedies(_ names: [String]) {
        set("remedies", "[\(names.map(Self.quoted).joined(separator: ", "))]")
    }

    private static func quoted(_ text: String) -> String {
        "\"\(text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined())\""
    }

    /// Sets a value at the top level: in its line if there is one, at the end otherwise. The line's end stays, and so does a
    /// comment behind the value.
    private mutating func set(_ key: String, _ newValue: String) {
        let value = "\(key): \(newValue)"
        // A Character of Swift is a whole CR LF.
        var lines = text.split(separator: /\r\n|\n/, omittingEmptySubsequences: false).map(String.init)
        let ending = text.contains("\r\n") ? "\r\n" : "\n"
        let isThis = { (line: String) in
            let plain = line.drop { $0 == "\u{FEFF}" }
            return plain.hasPrefix(key) && plain.dropFirst(key.count).first { $0 != " " && $0 != "\t" } == ":"
        }
        if let index = lines.firstIndex(where: isThis) {
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

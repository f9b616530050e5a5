internal import RunSettings

/// The text of `unloop.yaml`, of which one value is set and all else, comments too, stays.
struct EditedSettings {
    private(set) var text: String

    /// From the file's bytes; nil if they are not text.
    init?(_ bytes: [UInt8]) {
        let content = SettingsFile.utf8(bytes)
        // The end of a file that was cut in the middle of a character.
        guard let text = String(validating: content, as: UTF8.self), !text.hasSuffix("\u{FFFD}") else { return nil }
        self.text = text
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
            line.hasPrefix(key) && line.dropFirst(key.count).first { $0 != " " && $0 != "\t" } == ":"
        }
        if let index = lines.firstIndex(where: isThis) {
            let old = lines[index]
            let comment = old.firstMatch(of: /[ \t]+#[^"']*$/).map { String($0.output) } ?? ""
            lines[index] = value + comment
        } else {
            if lines.last?.isEmpty == true { lines.removeLast() }
            lines += [value, ""]
        }
        text = lines.joined(separator: ending)
    }
}

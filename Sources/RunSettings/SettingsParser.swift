internal import Diagnostics
internal import RecoveryLog
internal import Vocabulary
internal import YAMLTree

/// Reads the entries of a file, each as YAML by itself.
struct SettingsParser {
    private(set) var given = GivenSettings()
    private let name: String

    init(name: String) { self.name = name }

    mutating func read(_ entry: SettingsText.Entry) {
        if let index = entry.lines.firstIndex(where: { $0.count > SettingsFile.longestLine }) {
            let detail = "the line is longer than \(SettingsFile.longestLine) bytes; shorten it"
            return refuse(entry, .syntax, line: entry.number + index, detail)
        }
        do throws(YAMLError) {
            let text = Array(entry.lines.joined(separator: [UInt8(ascii: "\n")]))
            let root = try YAMLReader(parsing: text, file: name).node
            guard case .mapping(let pairs) = root.value else {
                return refuse(
                    entry, .syntax, line: entry.number,
                    "not a setting; write a word, a colon, a space and the value, as in look-only: false")
            }
            for pair in pairs { read(pair.key, pair.value, below: entry.number - 1) }
        } catch {
            let line = min(entry.number + error.line - 1, entry.number + entry.lines.count - 1)
            refuse(entry, .syntax, line: line, Self.words(for: error, in: entry))
        }
    }

    private mutating func read(_ keyNode: YAMLNode, _ value: YAMLNode, below lines: Int) {
        let source = SettingSource.file(name: name, line: lines + keyNode.line)
        let word = keyNode.text ?? ""
        guard let key = SettingKey(rawValue: word.lowercased()) else {
            let meant = nearest(to: word.lowercased(), in: SettingKey.allCases.map(\.rawValue))
            given.refuseUnknown(
                displaySafe(word, limit: 40), meant: meant.flatMap(SettingKey.init(rawValue:)), at: source,
                among: SettingKey.allCases.map(\.rawValue))
            return
        }
        if let value = GivenValue(value) {
            given.give(value, for: key, at: source)
        } else {
            let detail = "the value is nested too deep; write a value, a list [a, b], or a mapping {a: b}"
            given.report(RunSettingsError(.invalidValue, at: source, word: key.rawValue, key: key, detail: detail))
            given.give(nil, for: key, at: source)
        }
    }

    /// Nothing of an entry can be read: no setting whose name begins one of its lines is understood.
    private mutating func refuse(
        _ entry: SettingsText.Entry, _ code: RunSettingsError.Code, line: Int, _ detail: String
    ) {
        let keys = entry.lines.enumerated().compactMap { index, line in
            Self.key(in: line).map { (key: $0, line: entry.number + index) }
        }
        let source = SettingSource.file(name: name, line: line)
        let first = keys.first?.key
        given.report(RunSettingsError(code, at: source, word: first?.rawValue ?? "", key: first, detail: detail))
        for (index, found) in keys.enumerated() {
            // The first one's fallback is part of the message, though the problem may be in a later line.
            given.give(nil, for: found.key, at: index == 0 ? source : .file(name: name, line: found.line))
        }
    }

    /// The setting that a line begins with, or was probably meant to.
    private static func key(in line: SettingsText.Line) -> SettingKey? {
        let word = line.drop { $0 == UInt8(ascii: " ") }.prefix { byte in
            byte != UInt8(ascii: ":") && byte != UInt8(ascii: " ") && byte != UInt8(ascii: "=")
        }
        guard word.count <= 40 else { return nil }
        let text = String(decoding: word, as: UTF8.self).lowercased()
        return SettingKey(rawValue: text)
            ?? nearest(to: text, in: SettingKey.allCases.map(\.rawValue)).flatMap(SettingKey.init(rawValue:))
    }

    /// What the person who wrote it can do: YAML's own words are for those who know YAML.
    private static func words(for error: YAMLError, in entry: SettingsText.Entry) -> String {
        let bytes = entry.lines.joined()
        if !isUTF8(bytes) { return "this is not UTF-8 text; save the file as UTF-8" }
        if error.code == .duplicateKey { return "a word appears twice; keep one of the two" }
        let reason = displaySafe(error.detail, limit: 120)
        return "\(reason). Write each setting at the start of a line of its own, and texts with : or # in \"quotes\""
    }

    private static func isUTF8(_ bytes: some Sequence<UInt8>) -> Bool {
        String(validating: Array(bytes), as: UTF8.self) != nil
    }
}

extension GivenSettings {
    /// Tells a word that no setting has, and takes note of the one that was probably meant.
    mutating func refuseUnknown(
        _ word: String, meant: SettingKey?, at source: SettingSource, suggestion: String? = nil, among words: [String]
    ) {
        let advice =
            (suggestion ?? meant?.rawValue).map { "did you mean \($0)?" }
            ?? "ignored; the settings are \(words.joined(separator: ", "))"
        report(
            RunSettingsError(
                .unknownKey, at: source, word: word, key: meant, detail: "no such setting; \(advice)"))
        if let meant { suspect(meant, at: source) }
    }
}

extension GivenValue {
    /// A node's value; nil where there is more in it than lists and mappings of single values.
    fileprivate init?(_ node: YAMLNode) {
        switch node.value {
        case .scalar(let text, _): self = .word(node.isNull ? "" : text)
        case .sequence(let items):
            let texts = items.compactMap(\.text)
            guard texts.count == items.count else { return nil }
            self = .list(texts)
        case .mapping(let pairs):
            let texts = pairs.compactMap { pair in
                pair.key.text.flatMap { name in pair.value.text.map { Pair(name: name, value: $0) } }
            }
            guard texts.count == pairs.count else { return nil }
            self = .table(texts)
        }
    }
}

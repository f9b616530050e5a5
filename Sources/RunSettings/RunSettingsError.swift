public import Diagnostics

/// What is wrong with a setting or a file of settings, and where.
public struct RunSettingsError: DiagnosticError, Equatable {
    /// What kind of thing is wrong.
    public enum Code: String, Sendable {
        /// The file cannot be read as text: encoding, size, or the medium.
        case unreadable = "settings-unreadable"
        /// A part of the file is not YAML.
        case syntax = "settings-syntax"
        /// There is no setting of this name.
        case unknownKey = "settings-unknown-key"
        /// A setting is there twice.
        case duplicateKey = "settings-duplicate-key"
        /// A value is none that the setting can have.
        case invalidValue = "settings-invalid-value"
    }

    /// What kind of thing is wrong.
    public let code: Code
    /// Where it stands.
    public let source: SettingSource
    /// The word that names the setting as it is written there; empty where there is none.
    public let word: String
    /// The setting that is concerned; nil if none is.
    public let key: SettingKey?
    /// What is wrong and what to do, without the place.
    public let detail: String

    init(_ code: Code, at source: SettingSource, word: String = "", key: SettingKey? = nil, detail: String) {
        self.code = code
        self.source = source
        self.word = word
        self.key = key
        self.detail = detail
    }

    /// The code's text.
    public var codeText: String { code.rawValue }
    /// What is wrong, with file and line and the word there, and the remedy.
    public var message: String { "\(source)\(word.isEmpty ? "" : ", \(word)"): \(detail)" }
    /// None.
    public var cause: (any Error)? { nil }

    /// The same, with the value that holds instead.
    func adding(fallback: String) -> RunSettingsError {
        let end = detail.hasSuffix("?") ? "" : "."
        let text = fallback.isEmpty ? "none" : fallback
        return RunSettingsError(code, at: source, word: word, key: key, detail: "\(detail)\(end) Until then: \(text)")
    }
}

public import Diagnostics

/// What is wrong in a YAML file, and where.
public struct YAMLError: DiagnosticError {
    /// What kind of thing is wrong.
    public enum Code: String, Sendable {
        /// The text is not YAML, or not UTF-8.
        case syntax = "yaml-syntax"
        /// Something that YAML has and Unloop's files may not: aliases, anchors, tags, several documents.
        case unsupported = "yaml-unsupported"
        /// The file is larger or deeper than any sensible one.
        case tooLarge = "yaml-too-large"
        /// A key occurs twice in one mapping.
        case duplicateKey = "yaml-duplicate-key"
        /// A required key is missing.
        case missingKey = "yaml-missing-key"
        /// A key is not one that the schema knows.
        case unknownKey = "yaml-unknown-key"
        /// A value is of another kind than the schema wants.
        case wrongType = "yaml-wrong-type"
        /// A value is of the right kind, but not one that is allowed.
        case invalidValue = "yaml-invalid-value"
    }

    /// What kind of thing is wrong.
    public let code: Code
    /// The file as the caller named it.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int
    /// The key with those above it, such as `rules[0].name`; empty when no key is concerned.
    public let key: String
    /// What is wrong and what to do, without the place.
    public let detail: String

    /// An error at a place.
    public init(_ code: Code, file: String, line: Int, column: Int, key: String = "", detail: String) {
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.detail = detail
    }

    /// The code's text.
    public var codeText: String { code.rawValue }
    /// What is wrong with which file, and the remedy.
    public var message: String { "\(file):\(line):\(column): \(key.isEmpty ? "" : key + ": ")\(detail)" }
    /// The error beneath, if there is one.
    public var cause: (any Error)? { nil }
}

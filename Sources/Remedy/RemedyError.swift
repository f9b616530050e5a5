public import Diagnostics
public import YAMLTree

/// What is wrong in a remedy file.
public struct RemedyError: DiagnosticError {
    /// What kind of thing is wrong.
    public enum Code: String, Sendable {
        /// The file is not what a remedy looks like: YAML, keys, kinds of values.
        case malformed = "remedy-malformed"
        /// The file is of a format that this version of Unloop does not know.
        case schema = "remedy-schema"
        /// The folder could lie outside Windows, or cannot exist.
        case unsafeFolder = "remedy-unsafe-folder"
        /// The name cannot be one, or would take files that nobody meant.
        case unsafeName = "remedy-unsafe-name"
        /// A condition can never hold, or always does.
        case condition = "remedy-condition"
    }

    /// What kind of thing is wrong.
    public let code: Code
    /// What is wrong in the YAML file, and where.
    public let location: YAMLError

    init(_ code: Code, _ location: YAMLError) {
        self.code = code
        self.location = location
    }

    /// The code's text.
    public var codeText: String { code.rawValue }
    /// What is wrong with which file, and the remedy.
    public var message: String { location.message }
    /// The error beneath, if there is one.
    public var cause: (any Error)? { location }
}

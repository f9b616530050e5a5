public import Diagnostics

/// A log cannot be read.
public struct RecoveryLogReadError: DiagnosticError {
    /// What went wrong.
    public enum Code: String, Sendable {
        /// The file cannot be opened or read.
        case notReadable = "log-not-readable"
        /// The path is not a regular file.
        case notAFile = "log-not-a-file"
        /// The file is larger than any log.
        case tooLarge = "log-too-large"
    }

    /// What went wrong.
    public let code: Code
    /// What is wrong with which path, and the remedy.
    public let message: String
    /// The error beneath, if there is one.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The code's text.
    public var codeText: String { code.rawValue }
}

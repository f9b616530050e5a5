public import Diagnostics

/// The log could not be made or continued.
public struct RecoveryLogError: DiagnosticError {
    /// What went wrong.
    public enum Code: String, Sendable {
        /// The log's folder or file could not be created.
        case notCreated = "log-not-created"
        /// A line did not reach the medium.
        case notWritten = "log-not-written"
        /// A line is in the log, but not in the text beside it.
        case textNotWritten = "log-text-not-written"
        /// A line would be longer than readers accept.
        case lineTooLong = "log-line-too-long"
        /// A value cannot be put in a log.
        case notEncodable = "log-not-encodable"
    }

    /// What went wrong.
    public let code: Code
    /// What is wrong with which file, and the remedy.
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

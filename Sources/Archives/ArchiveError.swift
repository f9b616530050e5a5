public import Diagnostics

/// An archive cannot be read or written.
public struct ArchiveError: DiagnosticError {
    /// The stable identifiers of this module's errors.
    public enum Code: String, Sendable, CaseIterable {
        /// An archive is damaged, or in a form that is not read.
        case damaged = "archive-damaged"
        /// An archive holds more than one of its size does.
        case tooLarge = "archive-too-large"
        /// An archive is protected by a password.
        case locked = "archive-locked"
        /// An archive cannot be written.
        case notWritten = "archive-not-written"
    }

    /// Which of the errors it is.
    public let code: Code
    /// What is wrong with which archive.
    public let message: String
    /// The error of the archive around this one, or of the system.
    public let cause: (any Error)?
    /// The code as it appears in logs.
    public var codeText: String { code.rawValue }

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

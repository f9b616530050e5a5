public import Diagnostics

/// The stable identifiers of this module's errors.
public enum ArchiveErrorCode: String, ErrorCode {
    /// An archive is damaged, or in a form that is not read.
    case damaged = "archive-damaged"
    /// An archive holds more than one of its size should.
    case tooLarge = "archive-too-large"
    /// An archive is protected by a password.
    case locked = "archive-locked"
    /// An archive cannot be written.
    case notWritten = "archive-not-written"
}

/// An archive cannot be read or written; the cause is the error of the archive around this one.
public typealias ArchiveError = CodedError<ArchiveErrorCode>

public import Diagnostics

/// What went wrong.
public enum RecoveryLogErrorCode: String, ErrorCode {
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

/// The log could not be made or continued.
public typealias RecoveryLogError = CodedError<RecoveryLogErrorCode>

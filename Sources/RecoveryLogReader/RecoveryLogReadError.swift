public import Diagnostics

/// What went wrong.
public enum RecoveryLogReadErrorCode: String, ErrorCode {
    /// The file cannot be opened or read.
    case notReadable = "log-not-readable"
    /// The path is not a regular file.
    case notAFile = "log-not-a-file"
    /// The file is larger than any log.
    case tooLarge = "log-too-large"
}

/// A log cannot be read.
public typealias RecoveryLogReadError = CodedError<RecoveryLogReadErrorCode>

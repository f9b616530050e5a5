internal import Diagnostics

/// The codes of `WriteCommandError`.
enum WriteCommandErrorCode: String, ErrorCode {
    /// A disk that was named must not be written.
    case refused = "write-refused"
    /// The user did not confirm, or could not be asked.
    case notConfirmed = "write-not-confirmed"
    /// A file for the stick cannot be used.
    case inputUnusable = "write-input-unusable"
}

/// What keeps `unloop write` from beginning.
typealias WriteCommandError = CodedError<WriteCommandErrorCode>

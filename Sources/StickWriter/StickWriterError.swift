public import Diagnostics

/// The stable identifiers of this module's errors.
public enum StickWriterErrorCode: String, ErrorCode {
    /// The file is not an image of Unloop, or is damaged.
    case imageInvalid = "stick-image-invalid"
    /// A file cannot be read, or a temporary one not be made.
    case fileAccess = "stick-file-access"
    /// Something that is to go onto the stick cannot.
    case contentInvalid = "stick-content-invalid"
    /// The device may not be opened by this user.
    case accessDenied = "stick-access-denied"
    /// The device is in use, or must not be written for another reason.
    case refused = "stick-refused"
    /// Another disk than the one that was listed, or with other content.
    case changed = "stick-changed"
    /// The stick has less room than the image needs.
    case tooSmall = "stick-too-small"
    /// The device refused to be read or written.
    case deviceFailed = "stick-device-failed"
    /// What was read back is not what was written.
    case notVerified = "stick-not-verified"
    /// The user interrupted the writing.
    case interrupted = "stick-interrupted"
}

/// What keeps a stick from being written.
public typealias StickWriterError = CodedError<StickWriterErrorCode>

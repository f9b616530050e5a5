public import Diagnostics

/// The stable identifiers of this module's errors.
public enum PackageErrorCode: String, ErrorCode {
    case archiveInvalid = "deb-invalid"
    case archiveUnsafe = "deb-unsafe"
    case commandFailed = "command-failed"
    case commandNotFound = "command-not-found"
    case downloadFailed = "download-failed"
    case fileFailed = "package-file-failed"
    case hashMismatch = "package-hash-mismatch"
    case keyringMissing = "keyring-missing"
    case lockInvalid = "lock-invalid"
    case mirrorInvalid = "mirror-invalid"
    case mirrorUnknown = "mirror-unknown"
    case notRegular = "package-not-a-file"
    case offline = "package-not-cached"
    case packageGone = "package-gone"
    case requestInvalid = "package-request-invalid"
    case resolutionFailed = "resolution-failed"
    case sizeMismatch = "package-size-mismatch"
    case sourcesInvalid = "apt-sources-invalid"
    case updateFailed = "package-lists-failed"
}

/// What goes wrong while packages are resolved, fetched, checked or unpacked.
public typealias PackageError = CodedError<PackageErrorCode>

public import Diagnostics

/// What goes wrong while packages are resolved, fetched, checked or unpacked.
public struct PackageError: DiagnosticError {
    /// The stable identifiers of this module's errors.
    public enum Code: String, Sendable {
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
        case offline = "package-not-cached"
        case packageGone = "package-gone"
        case requestInvalid = "package-request-invalid"
        case resolutionFailed = "resolution-failed"
        case sourcesInvalid = "apt-sources-invalid"
        case updateFailed = "package-lists-failed"
    }

    /// Which error this is.
    public let code: Code
    /// What is wrong with which package, file or address, and the remedy.
    public let message: String
    /// The error underneath, for example of the command that failed.
    public let cause: (any Error)?

    /// An error with its parts.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The code's text, as it is shown and logged.
    public var codeText: String { code.rawValue }
}

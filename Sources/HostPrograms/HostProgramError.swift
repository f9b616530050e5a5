public import Diagnostics

/// The stable identifiers of this module's errors.
public enum HostProgramErrorCode: String, ErrorCode {
    /// A program is not installed.
    case notFound = "command-not-found"
    /// A program cannot be started, or ended with a status that is a failure.
    case failed = "command-failed"
    /// The caller had a program ended.
    case stopped = "command-stopped"
}

/// A program of this machine that is missing or failed.
public typealias HostProgramError = CodedError<HostProgramErrorCode>

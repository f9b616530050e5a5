public import Diagnostics

/// What can go wrong in a test that boots a machine or looks at its disks.
public struct LabError: DiagnosticError {
    /// The stable identifiers of this module's errors.
    public enum Code: String, Sendable {
        /// A program or firmware is not installed.
        case requirementMissing = "lab-requirement-missing"
        /// The machine did not say, or do, in time what was waited for.
        case timeout = "lab-timeout"
        /// The machine ended before it said what was waited for.
        case machineEnded = "lab-machine-ended"
        /// QEMU refused a command.
        case monitor = "lab-monitor"
        /// A program failed, or a file could not be read or written.
        case hostFailure = "lab-host-failure"
    }

    /// Which of the errors it is.
    public let code: Code
    /// What is wrong with which object, and the remedy.
    public let message: String
    /// What this error was raised for, if anything.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The error for a call on a file that failed with errno.
    static func file(_ path: String, _ call: String) -> LabError {
        LabError(
            .hostFailure, "\(path) cannot be used; check the path, its permissions and the free space",
            cause: SystemCallError(call: call, object: path))
    }

    /// The code as it appears in logs.
    public var codeText: String { code.rawValue }
}

public import Diagnostics

/// The stable identifiers of this module's errors.
public enum LabErrorCode: String, ErrorCode {
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

/// What can go wrong in a test that boots a machine or looks at its disks.
public typealias LabError = CodedError<LabErrorCode>

extension LabError {
    /// The error for a call on a file that failed with errno.
    static func file(_ path: String, _ call: String) -> LabError {
        LabError(
            .hostFailure, "\(path) cannot be used; check the path, its permissions and the free space",
            cause: SystemCallError(call: call, object: path))
    }
}

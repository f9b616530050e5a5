internal import Diagnostics
internal import Foundation

/// The codes of `CommandFileError`.
enum CommandFileErrorCode: String, ErrorCode {
    /// It does not exist, or may not be read.
    case unreadable = "input-unreadable"
    /// It is larger than anything of its kind.
    case tooLarge = "input-too-large"
    /// It cannot be written.
    case unwritable = "output-unwritable"
}

/// A file or folder that is named on the command line and cannot be used.
typealias CommandFileError = CodedError<CommandFileErrorCode>

extension CommandFileError {
    /// The error for a call on a path that failed with errno.
    static func unreadable(_ path: String, call: String = "open") -> CommandFileError {
        let cause = SystemCallError(call: call, object: path)
        let why = String(cString: strerror(cause.number))
        return CommandFileError(
            .unreadable, "\(path): cannot be read (\(why)); check its name and permissions", cause: cause)
    }

    static func tooLarge(_ path: String, limit: Int) -> CommandFileError {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit >> 10) KiB"
        return CommandFileError(
            .tooLarge, "\(path): larger than the limit of \(size); split it, or name another file")
    }
}

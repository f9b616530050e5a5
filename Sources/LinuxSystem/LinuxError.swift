public import Diagnostics
internal import Glibc
public import Vocabulary

/// The kind of failure.
public enum LinuxErrorCode: ErrorCode, ReasonBearing {
    /// There is no such file, device or module (ENOENT, ENODEV, ENXIO).
    case notFound
    /// The path leaves its folder, crosses into another file system, or is a link (ELOOP, EXDEV).
    case unsafePath
    /// The object is of another kind than was asked for: a folder, a device, not a regular file.
    case wrongKind
    /// The drive is empty (ENOMEDIUM).
    case noMedium
    /// The medium or its structures cannot be read or written (EIO, EUCLEAN, EBADMSG, ENODATA, EILSEQ).
    case inputOutput
    /// The file system or device is read-only (EROFS).
    case readOnly
    /// The object is in use (EBUSY, ETXTBSY).
    case busy
    /// Refused by permissions, the immutable flag or kernel lockdown (EPERM, EACCES).
    case notPermitted
    /// A drive that encrypts by itself has locked itself.
    case driveLocked
    /// There is already something of that name (EEXIST).
    case alreadyExists
    /// The device or the memory is full (ENOSPC, EDQUOT, ENOMEM).
    case noSpace
    /// The kernel or the file system does not offer this (ENOSYS, EOPNOTSUPP, ENOTTY).
    case unsupported
    /// Any other errno.
    case systemCallFailed
    /// More data, or more entries, than are believed.
    case tooLarge
    /// Data that does not follow its specification.
    case malformed
    /// Fewer bytes than the file promised.
    case truncated
    /// The time allowed ran out.
    case timedOut
    /// A library (libkmod, libblkid, libdevmapper) failed without an errno.
    case libraryFailed

    /// The reason as logs and reports know it.
    public var reason: ReasonCode {
        switch self {
        case .notFound: .notFound
        case .unsafePath: .unsafePath
        case .wrongKind: .wrongKind
        case .noMedium: .noMedium
        case .inputOutput: .inputOutput
        case .readOnly: .readOnly
        case .busy: .busy
        case .notPermitted: .notPermitted
        case .driveLocked: .driveLocked
        case .alreadyExists: .alreadyExists
        case .noSpace: .noSpace
        case .unsupported: .unsupported
        case .systemCallFailed: .systemCallFailed
        case .tooLarge: .tooLarge
        case .malformed: .malformed
        case .truncated: .truncated
        case .timedOut: .timedOut
        case .libraryFailed: .libraryFailed
        }
    }
}

/// What the kernel, or a library over it, refused: on which object, and what can be done about it.
public typealias LinuxError = CodedError<LinuxErrorCode>

extension LinuxError {
    /// The error behind errno, after `call` failed on `object`.
    package init(call: String, object: String, number: CInt = errno) {
        self.init(SystemCallError(call: call, object: object, number: number))
    }

    init(_ failure: SystemCallError) {
        let code = Code(errno: failure.number)
        self.init(code, "\(failure.message); \(code.remedy)", cause: failure)
    }

    /// The value of errno, when a system call is the cause.
    public var errorNumber: CInt? { (cause as? SystemCallError)?.number }
}

extension LinuxErrorCode {
    init(errno number: CInt) {
        self =
            switch number {
            case ENOENT, ENODEV, ENXIO: .notFound
            case ELOOP, EXDEV: .unsafePath
            case ENOTDIR, EISDIR: .wrongKind
            case ENOMEDIUM: .noMedium
            case EIO, EUCLEAN, EBADMSG, ENODATA, EILSEQ: .inputOutput
            case EROFS: .readOnly
            case EBUSY, ETXTBSY: .busy
            case EPERM, EACCES: .notPermitted
            case EEXIST: .alreadyExists
            case ENOSPC, EDQUOT, ENOMEM: .noSpace
            case ENOSYS, EOPNOTSUPP, ENOTTY: .unsupported
            default: .systemCallFailed
            }
    }

    /// What a person can do about it.
    var remedy: String {
        switch self {
        case .notFound: "check the name, and that the device is still connected"
        case .unsafePath: "links and mount points are not followed on a machine's disks; look at it by hand"
        case .wrongKind: "another kind of object stands in its place; look at it by hand"
        case .noMedium: "put a medium in, or leave the drive out"
        case .inputOutput: "check the medium and its cable, then the file system (chkdsk)"
        case .readOnly: "the medium is write-protected, or its file system was found damaged"
        case .busy: "something else is using it; start again from the stick"
        case .notPermitted: "it is protected: by a read-only lock, for want of root, or by Secure Boot's lockdown"
        case .driveLocked: "unlock it in the firmware setup or with its own program"
        case .alreadyExists: "remove the other one first"
        case .noSpace: "free some space, or use a machine with more memory"
        case .unsupported: "this kernel or file system does not offer it"
        case .tooLarge, .malformed, .truncated: "the data is damaged"
        case .timedOut: "the device may be failing; try again, then look at it by hand"
        case .systemCallFailed, .libraryFailed: "see the kernel's messages"
        }
    }
}

/// Runs a system call that returns -1 on failure, again for as long as a signal interrupts it.
@discardableResult
package func call<Result: FixedWidthInteger>(
    _ name: String, on object: @autoclosure () -> String, _ body: () -> Result
) throws(LinuxError) -> Result {
    do { return try retryingInterrupts(name, object(), body) } catch { throw LinuxError(error) }
}

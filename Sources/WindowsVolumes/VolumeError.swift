public import Diagnostics

/// What keeps a volume from being recognised, opened, read or changed.
public struct VolumeError: DiagnosticError {
    /// Stable identifiers; they appear in the recovery log.
    public enum Code: String, Sendable {
        /// A read outside the volume: it is shorter than its file system says, or a structure on it is damaged.
        case outsideVolume = "outside-volume"
        /// The NTFS boot sector or a system record contradicts itself.
        case damagedNTFS = "damaged-ntfs"
        /// No sound copy of the BitLocker metadata was found.
        case damagedBitLocker = "damaged-bitlocker"
        /// The key is not one of this volume's.
        case wrongKey = "wrong-key"
        /// A BitLocker volume of a kind or in a state that cannot be opened.
        case unsupportedBitLocker = "unsupported-bitlocker"
        /// No driver can mount the volume as wanted.
        case cannotMount = "cannot-mount"
        /// A mount that should be writable is not.
        case notWritable = "not-writable"
        /// The dirty flag is set and the settings forbid to override it.
        case dirtyRefused = "dirty-refused"
        /// A volume could not be unmounted.
        case cannotUnmount = "cannot-unmount"
        /// A registry hive could not be read.
        case unreadableHive = "unreadable-hive"
    }

    /// The stable identifier.
    public let code: Code
    /// The sentence for a person.
    public let message: String
    /// The error below this one.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The stable code.
    public var codeText: String { code.rawValue }
}

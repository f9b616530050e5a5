public import Diagnostics
public import Vocabulary

/// Stable identifiers; they appear in the recovery log.
public enum VolumeErrorCode: ErrorCode, ReasonBearing {
    /// A read outside the volume: it is shorter than its file system says, or a structure on it is damaged.
    case outsideVolume
    /// The NTFS boot sector or a system record contradicts itself.
    case damagedNTFS
    /// No sound copy of the BitLocker metadata was found.
    case damagedBitLocker
    /// The key is not one of this volume's.
    case wrongKey
    /// A BitLocker volume of a kind or in a state that cannot be opened.
    case unsupportedBitLocker
    /// No driver can mount the volume as wanted.
    case cannotMount
    /// A mount that should be writable is not.
    case notWritable
    /// The dirty flag is set and the settings forbid to override it.
    case dirtyRefused
    /// A volume could not be unmounted.
    case cannotUnmount
    /// A registry hive could not be read.
    case unreadableHive

    /// The reason as logs and reports know it.
    public var reason: ReasonCode {
        switch self {
        case .outsideVolume: .outsideVolume
        case .damagedNTFS: .damagedNTFS
        case .damagedBitLocker: .damagedBitLocker
        case .wrongKey: .wrongKey
        case .unsupportedBitLocker: .unsupportedBitLocker
        case .cannotMount: .cannotMount
        case .notWritable: .notWritable
        case .dirtyRefused: .dirtyRefused
        case .cannotUnmount: .cannotUnmount
        case .unreadableHive: .unreadableHive
        }
    }
}

/// What keeps a volume from being recognised, opened, read or changed.
public typealias VolumeError = CodedError<VolumeErrorCode>

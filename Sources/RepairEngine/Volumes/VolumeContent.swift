public import RecoveryLog

/// What a volume is, by its own sectors.
public enum VolumeContent: Sendable, Equatable {
    /// NTFS, and how it was left.
    case ntfs(label: String?, dirty: Bool?, logVersion: String?, logClean: Bool?)
    /// BitLocker: the volume's identifier and its key protectors; nil if the metadata is damaged.
    case bitLocker(BitLockerState?, problem: String?)
    /// Something that cannot hold a Windows; the type's name, or `unknown`.
    case other(String)
}

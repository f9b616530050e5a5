public import RecoveryLog
public import Vocabulary

/// What a volume is, by its own sectors.
public enum VolumeContent: Sendable, Equatable {
    /// NTFS, and how it was left.
    case ntfs(label: String?, dirty: Bool?, logVersion: String?, logClean: Bool?)
    /// BitLocker: the volume's identifier and its key protectors.
    case bitLocker(BitLockerState)
    /// BitLocker whose metadata says nothing: it is damaged, or of a version that is not known. Code and reason are for
    /// the log.
    case unreadableBitLocker(code: ReasonCode, reason: String)
    /// Something that cannot hold a Windows; the type's name, or `unknown`.
    case other(String)
}

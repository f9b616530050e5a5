public import RecoveryLog
public import Vocabulary

/// What a volume is, by its own sectors.
public enum VolumeContent: Sendable, Equatable {
    /// NTFS, and how it was left.
    case ntfs(label: String?, dirty: Bool?, logVersion: String?, logClean: Bool?)
    /// BitLocker: the volume's identifier and its key protectors, and the name of the computer that encrypted it.
    case bitLocker(BitLockerState)
    /// BitLocker whose metadata says nothing: it is damaged, or of a version that is not known. Code and reason are for
    /// the log.
    case unreadableBitLocker(code: ReasonCode, reason: String)
    /// A part of a volume that must not be changed, or cannot be read, by itself: of a mirror, of a volume on several
    /// disks. The reason is for the log.
    case partOfVolume(reason: String)
    /// NTFS whose damage hides what is on it. The reason is for the log.
    case damaged(reason: String)
    /// Something on a partition made for Windows that is not recognised: perhaps a damaged Windows. The reason is for the log.
    case unknown(reason: String)
    /// Something that cannot hold a Windows; the type's name, or `unknown`.
    case other(String)
}

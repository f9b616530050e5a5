public import RecoveryLog
public import Vocabulary

/// A partition, or a whole disk without a partition table, that may hold Windows.
public protocol RepairableVolume {
    /// How the log and the screen name it.
    var reference: VolumeReference { get }
    /// Why nothing may be written to it although it can be looked at, such as half of a mirror, by all that is known of the
    /// machine at this moment; nil for most.
    var whyNotWritten: WriteRefusal? { get }
    /// What the volume's own sectors say it is. They were read once, before the volume was handed over.
    ///
    /// - Throws: Why they could not be read.
    func recognise() throws -> VolumeContent
    /// Mounts the volume, hands its tree to `body`, and unmounts it again, however `body` ends.
    ///
    /// Only for `.write` and `.writeWithOtherDriver` may a byte of the volume change, whatever the file system's driver does.
    ///
    /// - Parameter dirty: Whether a volume whose dirty flag is set may be mounted for writing.
    /// - Throws: What `body` throws, or why the volume cannot be mounted or unmounted.
    func withTree<Result>(
        for purpose: TreePurpose, dirty: DirtyPolicy,
        _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result
}

extension RepairableVolume {
    /// Written to where something has to go.
    public var whyNotWritten: WriteRefusal? { nil }
}

public import LinuxSystem

/// A mounted NTFS volume.
public struct MountedNTFS {
    /// The folder that is the volume's root.
    public let root: Directory
    /// The device that is mounted: the volume's own, or the snapshot of it.
    public let source: String
    /// `ntfs3` or `ntfs-3g`.
    public let driver: String
    /// Whether the driver was made to override the dirty flag.
    public let isForced: Bool
}

/// What a volume is mounted for.
public enum MountPurpose: Sendable {
    /// To look: nothing reaches the volume, whatever the file system's driver writes.
    case look
    /// To change something on it.
    case write
}

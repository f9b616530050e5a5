/// A volume was mounted.
public struct MountedEvent: Sendable, Equatable, Codable {
    /// What a volume is mounted for.
    public enum Purpose: String, Sendable, CaseIterable, Codable {
        /// To look, read-only.
        case look
        /// To remove files.
        case write
        /// To look again, read-only.
        case verify
    }

    /// The volume's device, such as `/dev/nvme0n1p3`.
    public let device: String
    /// The driver: `ntfs3` or `ntfs-3g`.
    public let driver: String
    /// Whether a dirty flag was overridden.
    public let forced: Bool
    /// What it was mounted for.
    public let purpose: Purpose

    /// A mount.
    public init(device: String, driver: String, forced: Bool, purpose: Purpose) {
        self.device = device
        self.driver = driver
        self.forced = forced
        self.purpose = purpose
    }
}

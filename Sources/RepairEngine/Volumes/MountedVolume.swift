/// How a volume was mounted.
public struct MountedVolume: Sendable, Equatable {
    /// The file system's driver, for example `ntfs3`.
    public let driver: String
    /// Whether the driver was made to override the dirty flag.
    public let forced: Bool

    /// How a volume was mounted.
    public init(driver: String, forced: Bool) {
        self.driver = driver
        self.forced = forced
    }
}

/// The keys of `image.yaml`, in which a build describes its image to the agent.
public enum ImageKey: String, Sendable, CaseIterable {
    case schema
    /// The build's short name.
    case build
    /// Unloop's version.
    case version
    /// The GUID of the stick's partition table.
    case disk
    /// The GUID of the boot partition.
    case bootPartition = "boot-partition"
    /// The GUID of the log partition.
    case logPartition = "log-partition"

    /// The value of `schema`.
    public static let schemaValue = "unloop-image/1"
}

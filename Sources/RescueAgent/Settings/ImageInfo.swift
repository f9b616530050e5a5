internal import Diagnostics
internal import LinuxSystem
internal import Vocabulary
internal import YAMLTree

/// What the build wrote into the image about the image (`/etc/unloop/image.yaml`).
struct ImageInfo: Equatable {
    /// The build's short name.
    var build = "unknown"
    /// Unloop's version.
    var version = "unknown"
    /// The GUID of the stick's partition table, lower case.
    var disk: String?
    /// The GUID of the stick's log partition, lower case.
    var logPartition: String?

    init() {}

    /// Reads the file; an image that lost it still repairs, but does not know its own stick.
    init(path: String) throws {
        let reader = try YAMLReader(parsing: try OpenFile.open(path).readAll(limit: 64 << 10), file: path)
        build = try reader.string(ImageKey.build.rawValue)
        version = try reader.string(ImageKey.version.rawValue)
        disk = try reader.string(ImageKey.disk.rawValue).lowercased()
        logPartition = try reader.string(ImageKey.logPartition.rawValue).lowercased()
    }
}

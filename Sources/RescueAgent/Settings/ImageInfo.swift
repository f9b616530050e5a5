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

    /// Reads the file. An image that has lost it still repairs, but does not know its own stick.
    ///
    /// - Returns: What the file says, and what is wrong with it.
    static func read(_ path: String = AgentPaths.image) -> (image: ImageInfo, problem: String?) {
        do {
            return (try parse(try OpenFile.open(path).readAll(limit: 64 << 10), file: path), nil)
        } catch {
            let why = (error as? any DiagnosticError)?.message ?? "\(error)"
            return (ImageInfo(), "\(path) cannot be read, so this stick is not recognised: \(why)")
        }
    }

    private static func parse(_ bytes: [UInt8], file: String) throws -> ImageInfo {
        let reader = try YAMLReader(parsing: bytes, file: file)
        return ImageInfo(
            build: try reader.string(ImageKey.build.rawValue),
            version: try reader.string(ImageKey.version.rawValue),
            disk: try reader.string(ImageKey.disk.rawValue).lowercased(),
            logPartition: try reader.string(ImageKey.logPartition.rawValue).lowercased())
    }
}

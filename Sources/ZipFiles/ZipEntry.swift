/// A file in a zip file, as the central directory describes it.
public struct ZipEntry: Sendable, Equatable {
    /// Its path with slashes. Bytes that are not UTF-8, as old programs write them, become replacement characters.
    public let name: String
    /// Its size in bytes once it is unpacked, as the archive claims.
    public let size: Int
    let flags: Int
    let method: Int
    let checksum: UInt32
    let packedSize: Int
    /// Where its local header begins, in bytes from the start of the archive proper.
    let offset: Int

    /// Whether it is a folder.
    public var isFolder: Bool { name.hasSuffix("/") }
}

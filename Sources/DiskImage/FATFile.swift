internal import Diagnostics
internal import Glibc

/// A file that is to go into a FAT volume or an ISO image.
public struct FATFile: Sendable {
    /// Where the bytes of a file come from.
    public enum Content: Sendable {
        /// The bytes themselves.
        case bytes([UInt8])
        /// The path of a file on this machine.
        case file(String)
    }

    /// The path in the volume with `/` between components and none at the start: `EFI/BOOT/BOOTX64.EFI`.
    public let path: String
    /// The bytes of the file.
    public let content: Content

    /// A file named `path` in the volume.
    public init(path: String, content: Content) {
        self.path = path
        self.content = content
    }

    /// The length of the content in bytes.
    var size: Int64 {
        get throws(DiskImageError) {
            switch content {
            case .bytes(let bytes): return Int64(bytes.count)
            case .file(let source):
                var status = stat()
                guard stat(source, &status) == 0 else { throw .file(source, "stat") }
                guard status.st_mode & S_IFMT == S_IFREG else {
                    throw DiskImageError(
                        .fileAccess, "\(source) is not a regular file; name a file to go in as \(path)")
                }
                return Int64(status.st_size)
            }
        }
    }
}

public import Diagnostics
internal import Glibc

/// An open file or block device.
public final class FileBytes: OpenByteSource {
    /// The size in bytes; of a device, where its end is.
    public let size: Int64
    /// The open descriptor, closed with this object.
    public let descriptor: CInt

    /// Opens a file or device for reading.
    ///
    /// - Throws: `SystemCallError` when it cannot be opened.
    public convenience init(_ path: String) throws(SystemCallError) {
        // Without O_NONBLOCK, opening a named pipe would wait for a writer.
        let descriptor = try retryingInterrupts("open", path) { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        self.init(owning: descriptor)
    }

    /// Takes over an open descriptor.
    public init(owning descriptor: CInt) {
        self.descriptor = descriptor
        size = max(0, Int64(lseek(descriptor, 0, SEEK_END)))
    }

    deinit { close(descriptor) }
}

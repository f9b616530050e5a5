public import Diagnostics
internal import Glibc

/// An open file or block device, read by position.
public final class FileBytes: ByteSource {
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

    /// The bytes from an offset on, up to the end or to the first that cannot be read.
    public func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let wanted = Int(min(Int64(count), size - offset))
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let rest = buffer.baseAddress.map { $0 + filled }
                let got = pread(descriptor, rest, wanted - filled, off_t(offset) + filled)
                if got < 0, errno == EINTR { continue }
                if got <= 0 { return }
                filled += got
            }
        }
        return bytes[...]
    }
}

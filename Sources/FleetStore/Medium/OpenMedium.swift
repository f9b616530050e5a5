internal import CLinux
internal import Diagnostics
internal import Glibc

/// A file or device that is open for reading. Nothing is ever written to it, nor its time of access.
final class OpenMedium: ByteSource {
    let size: Int64
    /// The file's mode, with its kind.
    let mode: mode_t
    let descriptor: CInt

    /// Opens a path.
    convenience init(_ path: String) throws(SystemCallError) {
        // Without O_NONBLOCK, opening a named pipe would wait for a writer.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK
        let descriptor = try retryingInterrupts("open", path) { clinux_open_without_access_time(path, flags) }
        try self.init(descriptor: descriptor, name: path)
    }

    /// Takes an open descriptor, and closes it in the end.
    init(descriptor: CInt, name: String) throws(SystemCallError) {
        var status = stat()
        do {
            try retryingInterrupts("fstat", name) { fstat(descriptor, &status) }
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        mode = status.st_mode
        // A device's size is where its end is.
        size = mode & S_IFMT == S_IFBLK ? Int64(lseek(descriptor, 0, SEEK_END)) : Int64(status.st_size)
    }

    deinit { close(descriptor) }

    func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
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

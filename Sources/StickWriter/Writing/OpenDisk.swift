internal import CLinux
public import Diagnostics
internal import Glibc

/// A disk that nobody else uses, open for direct reading and writing.
public final class OpenDisk: DiskTarget {
    /// The path.
    public let name: String
    /// The length in bytes.
    public let size: Int64
    let descriptor: CInt
    /// `major:minor`.
    let number: String

    /// Opens a whole disk.
    ///
    /// O_EXCL on a block device is the kernel's own check (open(2)): it refuses while the disk or one of its partitions is
    /// mounted, swapped to, or part of another device, and keeps others from mounting it until it is closed.
    ///
    /// - Throws: `refused` when it is in use, `accessDenied`, or `deviceFailed`.
    public init(_ path: String) throws(StickWriterError) {
        name = path
        descriptor = open(path, O_RDWR | O_EXCL | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.refusal(path) }
        var status = stat()
        var bytes: UInt64 = 0
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFBLK,
            clinux_device_size(descriptor, &bytes) == 0, let size = Int64(exactly: bytes)
        else {
            close(descriptor)
            throw StickWriterError(.refused, "\(path): not a disk; name a whole stick, such as /dev/sdb")
        }
        // The kernel opens such a disk for writing and refuses the writes.
        guard clinux_is_read_only(descriptor) == 0 else {
            close(descriptor)
            throw StickWriterError(.refused, "\(path): \(StickRefusal.readOnly)")
        }
        (self.size, number) = (size, DeviceNumber.text(UInt64(status.st_rdev)))
        // Where that cannot be done, the cache is written through by fsync(2).
        _ = clinux_set_direct(descriptor, 1)
    }

    deinit { close(descriptor) }

    /// Writes all bytes at a place, past the cache.
    public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StickWriterError) {
        try transfer("written", at: offset, bytes.count) { done in
            pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset) + off_t(done))
        }
    }

    /// Fills the buffer from a place, past the cache.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StickWriterError) {
        try transfer("read", at: offset, buffer.count) { done in
            pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(offset) + off_t(done))
        }
    }

    /// Waits until everything is on the medium, and not in a cache of the disk itself.
    public func flush() throws(StickWriterError) {
        guard fsync(descriptor) == 0 else { throw failure("fsync", "it cannot be flushed") }
    }

    /// Drops what the kernel has cached of the disk.
    public func dropCache() {
        // The first needs root. The second only drops what is clean, which everything is after a flush.
        _ = clinux_flush_device(descriptor)
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }

    /// Needs root; without it udev does so when the disk is closed.
    public func rereadPartitions() { _ = clinux_reread_partitions(descriptor) }

    private func transfer(_ verb: String, at offset: Int64, _ count: Int, _ body: (Int) -> Int) throws(StickWriterError)
    {
        if transferring(count, body) { return }
        // A driver may take O_DIRECT and then refuse what is aligned for it.
        if errno == EINVAL, clinux_set_direct(descriptor, 0) == 0, transferring(count, body) { return }
        throw failure(verb == "read" ? "pread" : "pwrite", "it cannot be \(verb) at byte \(offset)")
    }

    private func failure(_ call: String, _ what: String) -> StickWriterError {
        let cause = SystemCallError(call: call, object: name)
        let remedy =
            switch cause.number {
            case ENODEV, ENXIO, ENOMEDIUM: "it was pulled; plug it in and write it again"
            case EROFS, EPERM, EACCES: "write-protected; look for a switch on the stick"
            default: "it may be worn out or was pulled; try another port, then another stick"
            }
        return StickWriterError(.deviceFailed, "\(name): \(what): \(remedy)", cause: cause)
    }

    private static func refusal(_ path: String) -> StickWriterError {
        let cause = SystemCallError(call: "open", object: path)
        return switch cause.number {
        case EBUSY:
            StickWriterError(
                .refused,
                "\(path): in use: it or one of its partitions is mounted, used for swap, or part of another device; "
                    + "unmount it first", cause: cause)
        case EACCES, EPERM:
            StickWriterError(.accessDenied, "\(path): \(StickRefusal.noAccess(path: path))", cause: cause)
        case EROFS: StickWriterError(.refused, "\(path): \(StickRefusal.readOnly)", cause: cause)
        default:
            StickWriterError(
                .deviceFailed, "\(cause.message); check the name, and that the stick is plugged in", cause: cause)
        }
    }
}

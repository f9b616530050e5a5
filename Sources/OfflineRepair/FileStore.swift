internal import Diagnostics
internal import Glibc

/// An open file or block device.
final class FileStore: SectorStore {
    let path: String
    let descriptor: CInt
    private let isDevice: Bool

    /// Opens a file or device.
    init(_ path: String, forWriting: Bool) throws(OfflineRepairError) {
        self.path = path
        descriptor = open(path, (forWriting ? O_RDWR : O_RDONLY) | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path, "open") }
        var status = stat()
        isDevice = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFBLK
    }

    /// Makes a file that only its owner reads.
    convenience init(creating path: String) throws(OfflineRepairError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, "open") }
        self.init(owning: descriptor, path: path)
    }

    /// Takes over an open file.
    init(owning descriptor: CInt, path: String) {
        self.path = path
        self.descriptor = descriptor
        isDevice = false
    }

    deinit { close(descriptor) }

    var size: Int64 { max(0, Int64(lseek(descriptor, 0, SEEK_END))) }

    func read(_ count: Int, at offset: Int64) throws(OfflineRepairError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress.map { $0 + done }, count - done, off_t(offset) + off_t(done))
            }
            if got < 0, errno == EINTR { continue }
            if got == 0 { throw OfflineRepairError(.diskChanged, "\(path): ends early; check the disk") }
            guard got > 0 else { throw Self.failure(path, "pread") }
            done += got
        }
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws(OfflineRepairError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset) + off_t(done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path, "pwrite") }
            done += count
        }
    }

    func flush() throws(OfflineRepairError) {
        guard fsync(descriptor) == 0 else { throw Self.failure(path, "fsync") }
    }

    func resize(to size: Int64) throws(OfflineRepairError) {
        guard !isDevice, size != self.size else { return }
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw Self.failure(path, "ftruncate") }
    }

    private static func failure(_ path: String, _ call: String) -> OfflineRepairError {
        let cause = SystemCallError(call: call, object: path)
        return OfflineRepairError(
            .diskUnreadable, "\(cause.message); check the disk, its permissions and the free space", cause: cause)
    }
}

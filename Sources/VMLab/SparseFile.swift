internal import Diagnostics
internal import Glibc

/// A file read by position, with its holes known.
final class SparseFile {
    let path: String
    private let descriptor: CInt
    /// `SEEK_DATA` and `SEEK_HOLE` of `<linux/fs.h>`, which Swift's Glibc does not show.
    private let seekData: CInt = 3
    private let seekHole: CInt = 4

    init(reading path: String) throws(LabError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path, "open") }
    }

    init(creating path: String, size: Int64) throws(LabError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path, "open") }
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw .file(path, "ftruncate") }
    }

    init(writing path: String) throws(LabError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path, "open") }
    }

    deinit { close(descriptor) }

    /// The length in bytes.
    var size: Int64 {
        get throws(LabError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .file(path, "fstat") }
            return Int64(status.st_size)
        }
    }

    /// The first range of data, as opposed to a hole, at or after `offset`, or nil when there is only a hole left.
    func data(from offset: Int64) throws(LabError) -> Range<Int64>? {
        let start = lseek(descriptor, off_t(offset), seekData)
        if start < 0, errno == ENXIO { return nil }
        guard start >= 0 else { throw .file(path, "lseek") }
        let end = lseek(descriptor, start, seekHole)
        guard end >= start else { throw .file(path, "lseek") }
        return Int64(start)..<Int64(end)
    }

    /// Fills `buffer` from `offset` on; what lies behind the end of the file is left alone.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(LabError) {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset) + off_t(done))
            guard count >= 0 else { throw .file(path, "pread") }
            if count == 0 { return }
            done += count
        }
    }

    /// Writes all bytes at `offset`.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(LabError) {
        var done = 0
        while done < bytes.count {
            let count = pwrite(
                descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset) + off_t(done))
            guard count > 0 else { throw .file(path, "pwrite") }
            done += count
        }
    }
}

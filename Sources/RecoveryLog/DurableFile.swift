internal import Diagnostics
internal import Glibc

/// A new file that only grows, and whose growth reaches the medium when asked.
///
/// `fsync` is enough on FAT: the kernel writes the file's data and its directory entry (with the size), then the FAT
/// sectors of both copies, and has the device empty its cache (`fat_file_fsync` in fs/fat/file.c). A new file's directory
/// entry belongs to the folder, which is synced when the file is made.
final class DurableFile {
    let path: String
    private let descriptor: CInt
    /// The size in bytes up to which the file is whole.
    private var size: off_t = 0

    /// Makes a file in an open folder. A file of that name is an error: nothing is ever overwritten.
    init(in folder: CInt, name: String, path: String) throws(SystemCallError) {
        self.path = path
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC
        descriptor = try retryingInterrupts("openat", path) { openat(folder, name, flags, 0o644) }
        try retryingInterrupts("fsync", path) { fsync(descriptor) }
        try retryingInterrupts("fsync", path) { fsync(folder) }
    }

    /// Opens a file that is there, to go on at its end.
    init(resuming path: String) throws(SystemCallError) {
        self.path = path
        descriptor = try retryingInterrupts("open", path) { open(path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC) }
        size = lseek(descriptor, 0, SEEK_END)
    }

    /// Cuts off what follows the last line feed: a line that was not written to its end.
    ///
    /// - Returns: the number of whole lines.
    func endWholeLines() throws(SystemCallError) -> Int {
        var lines = 0
        var end: off_t = 0
        var offset: off_t = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try retryingInterrupts("pread", path) {
                buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, offset) }
            }
            if count == 0 { break }
            for index in 0..<count where buffer[index] == UInt8(ascii: "\n") {
                lines += 1
                end = offset + off_t(index) + 1
            }
            offset += off_t(count)
        }
        if end < offset { try retryingInterrupts("ftruncate", path) { ftruncate(descriptor, end) } }
        size = end
        return lines
    }

    /// The last bytes of the file, at most `length`.
    func end(length: Int) throws(SystemCallError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: min(length, Int(size)))
        let start = size - off_t(buffer.count)
        let count = try retryingInterrupts("pread", path) {
            buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, start) }
        }
        return Array(buffer.prefix(count))
    }

    deinit { close(descriptor) }

    /// Appends bytes: all or, as far as the medium obeys, none. With `durably` it returns when they are on the medium.
    func append(_ bytes: [UInt8], durably: Bool) throws(SystemCallError) {
        do {
            try write(bytes)
            if durably { try retryingInterrupts("fsync", path) { fsync(descriptor) } }
        } catch {
            // The next line must not continue a torn one. If this fails too, the log's reader reports the line.
            _ = ftruncate(descriptor, size)
            throw error
        }
        size += off_t(bytes.count)
    }

    private func write(_ bytes: [UInt8]) throws(SystemCallError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try retryingInterrupts("write", path) {
                rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            }
            rest = rest.dropFirst(count)
        }
    }
}

internal import CLinux
internal import Diagnostics
internal import Glibc

/// A file that only grows, towards content that is known, and whose growth reaches the medium when asked.
///
/// `fsync` brings this file to the medium: the kernel writes the file's data and its directory entry (with the size), then
/// the FAT sectors of both copies, and has the device empty its cache (`fat_file_fsync` in fs/fat/file.c). But the FAT
/// sectors hold the clusters of other files too, whose directory entries are not there yet: lost clusters, if power is cut
/// then. And the entry of a new file belongs to its folder, and the count of free clusters is written by `syncfs` alone. So
/// growth is brought to the medium by both.
final class DurableFile {
    let path: String
    private let descriptor: CInt
    /// The size in bytes up to which the file is as wanted.
    private var size = 0
    /// The size in bytes up to which it is on the medium.
    private var durableSize = 0

    /// Opens a file in an open folder, or makes it, so that it can grow to `content`.
    ///
    /// A file that is there is taken for the same one if its first line is, or if it has no whole line yet: its writer was
    /// cut off. What in it differs from `content` was torn by that, and is cut off.
    ///
    /// - Throws: EEXIST for any other file of that name: nothing is ever overwritten.
    init(in folder: CInt, name: String, path: String, growingTo content: [UInt8]) throws(SystemCallError) {
        self.path = path
        let flags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC
        descriptor = try retryingInterrupts("openat", path) { openat(folder, name, flags, 0o644) }
        let (existing, common) = try commonSize(content)
        if existing > 0, common < content.firstIndex(of: UInt8(ascii: "\n")) ?? 0, common < existing {
            throw SystemCallError(call: "openat", object: path, number: EEXIST)
        }
        if common < existing { try retryingInterrupts("ftruncate", path) { ftruncate(descriptor, off_t(common)) } }
        size = common
        try synchronise()
    }

    deinit { close(descriptor) }

    /// Appends what of `content` is not in the file yet: all of it or, as far as the medium obeys, none.
    ///
    /// - Parameter durable: the length of the content that is on the medium when this returns.
    func grow(to content: [UInt8], durable: Int) throws(SystemCallError) {
        do {
            try write(content[min(size, content.count)...])
            size = max(size, content.count)
            if durable > durableSize { try synchronise() }
        } catch {
            // The next line must not continue a torn one. If this fails too, the log's reader reports the line.
            size = min(size, durableSize)
            _ = ftruncate(descriptor, off_t(size))
            throw error
        }
    }

    /// Brings everything of a file's or folder's file system to the medium.
    static func synchronise(fileSystemOf descriptor: CInt, path: String) throws(SystemCallError) {
        try retryingInterrupts("syncfs", path) { clinux_sync_file_system(descriptor) }
        // What has the device empty its cache; `syncfs` does not on FAT.
        try retryingInterrupts("fsync", path) { fsync(descriptor) }
    }

    private func synchronise() throws(SystemCallError) {
        try Self.synchronise(fileSystemOf: descriptor, path: path)
        durableSize = size
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws(SystemCallError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = try retryingInterrupts("write", path) {
                rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            }
            rest = rest.dropFirst(count)
        }
    }

    /// The size of the file, and how many of its first bytes are those of `content`.
    private func commonSize(_ content: [UInt8]) throws(SystemCallError) -> (existing: Int, common: Int) {
        var status = stat()
        try retryingInterrupts("fstat", path) { fstat(descriptor, &status) }
        var common = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while common < content.count {
            let count = try retryingInterrupts("pread", path) {
                buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(common)) }
            }
            let equal = zip(buffer[..<count], content[common...]).prefix { $0 == $1 }.count
            common += equal
            if equal < buffer.count { break }
        }
        return (Int(status.st_size), common)
    }
}

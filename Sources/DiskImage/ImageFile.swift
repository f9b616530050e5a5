internal import AtomicFiles
internal import Diagnostics
internal import Glibc

extension DiskImageError {
    /// The error for a call on a file that failed with errno.
    static func file(_ path: String, _ call: String) -> DiskImageError {
        file(SystemCallError(call: call, object: path))
    }

    private static func file(_ cause: SystemCallError) -> DiskImageError {
        DiskImageError(
            .fileAccess,
            "\(cause.object): \(String(cString: strerror(cause.number))); check the path, its permissions and the free space",
            cause: cause)
    }

    /// Turns the failures of calls on files into errors of this module.
    static func naming<Result>(_ body: () throws(SystemCallError) -> Result) throws(DiskImageError) -> Result {
        do { return try body() } catch { throw file(error) }
    }

    /// Has an image grow in a folder beside its place, and moves it there when it is whole.
    static func publishing(
        _ path: String, _ body: (_ temporary: String) throws(DiskImageError) -> Void
    ) throws(DiskImageError) {
        let path = TemporaryDirectory.absolute(path)
        let folder = try naming { () throws(SystemCallError) in
            try WorkFolder(in: String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) + "/")
        }
        try body(folder("image"))
        try naming { () throws(SystemCallError) in try folder.publish("image", as: path) }
    }
}

/// Access to an image file by position; what is never written stays a hole.
final class ImageFile {
    let path: String
    let descriptor: CInt

    /// Opens `path` for reading and writing; creates it when it is not there.
    convenience init(_ path: String) throws(DiskImageError) { try self.init(path, flags: O_RDWR | O_CREAT) }

    init(_ path: String, flags: CInt) throws(DiskImageError) {
        self.path = path
        descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .file(path, "open") }
    }

    deinit { close(descriptor) }

    /// Makes the file at least `size` bytes long.
    func extend(to size: Int64) throws(DiskImageError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file(path, "fstat") }
        if Int64(status.st_size) < size, ftruncate(descriptor, off_t(size)) != 0 { throw .file(path, "ftruncate") }
    }

    /// Writes all bytes at a position counted in bytes from the start of the file.
    func write(_ bytes: [UInt8], at offset: Int64) throws(DiskImageError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset) + off_t(done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .file(path, "pwrite") }
            done += count
        }
    }

    /// The whole content of a file that is small.
    static func contents(of path: String) throws(DiskImageError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path, "open") }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path, "read") }
            if count == 0 { return content }
            content.append(contentsOf: buffer[..<count])
        }
    }
}

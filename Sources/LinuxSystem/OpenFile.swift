public import Diagnostics
internal import Glibc

/// An open regular file or device, read and written by position.
public final class OpenFile: Sendable {
    /// The path of the file, for messages.
    public let path: String
    /// For the system calls that are not here.
    public let descriptor: FileDescriptor

    init(path: String, descriptor: FileDescriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// How a file of the rescue system is opened.
    public enum Access: Sendable {
        case reading
        case readingAndWriting
        /// Made anew; an existing file is an error.
        case creating
    }

    /// Opens a file or device of the rescue system; its path is trusted.
    public static func open(_ path: String, for access: Access = .reading) throws(LinuxError) -> OpenFile {
        let flags =
            switch access {
            case .reading: O_RDONLY
            case .readingAndWriting: O_RDWR
            case .creating: O_RDWR | O_CREAT | O_EXCL
            }
        let number = try call("open", on: path) { Glibc.open(path, flags | O_CLOEXEC | O_NOCTTY, 0o644) }
        return OpenFile(path: path, descriptor: FileDescriptor(owning: number))
    }

    /// The kind, size and time of the file. A device's size is told by `BlockDevice`, not here.
    public func status() throws(LinuxError) -> FileStatus {
        var status = stat()
        try call("fstat", on: path) { fstat(descriptor.number, &status) }
        return FileStatus(status)
    }

    /// Up to `count` bytes from `offset`; fewer only at the end of the file.
    public func read(at offset: Int64, count: Int) throws(LinuxError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(count, 0))
        var filled = 0
        while filled < bytes.count {
            let length = try call("pread", on: path) {
                bytes.withUnsafeMutableBytes { buffer in
                    pread(
                        descriptor.number, buffer.baseAddress.map { $0 + filled }, buffer.count - filled,
                        off_t(offset) + filled)
                }
            }
            if length == 0 { break }
            filled += length
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Exactly `count` bytes from `offset`, or an error (`truncated`).
    public func readExactly(at offset: Int64, count: Int) throws(LinuxError) -> [UInt8] {
        let bytes = try read(at: offset, count: count)
        guard bytes.count == count else {
            throw LinuxError(
                .truncated,
                "\(path) ends at byte \(offset + Int64(bytes.count)), "
                    + "but \(count) bytes were expected from byte \(offset); the file or device is damaged")
        }
        return bytes
    }

    /// The whole file, which must not be longer than `limit` bytes (`too-large`).
    public func readAll(limit: Int) throws(LinuxError) -> [UInt8] {
        let bytes = try read(at: 0, count: min(limit + 1, max(Int(clamping: try status().size), 64 * 1024)))
        if bytes.count > limit {
            throw LinuxError(
                .tooLarge, "\(path) is larger than the \(limit) bytes that are read of it; look at it by hand")
        }
        return bytes
    }

    /// Gives every byte of the file to `body`, piece by piece, and returns their number.
    @discardableResult
    public func readPieces(of size: Int = 1 << 20, _ body: (ArraySlice<UInt8>) -> Void) throws(LinuxError) -> Int64 {
        var offset: Int64 = 0
        while true {
            let piece = try read(at: offset, count: size)
            if !piece.isEmpty { body(piece[...]) }
            offset += Int64(piece.count)
            if piece.count < size { return offset }
        }
    }

    /// Writes all bytes at `offset`.
    public func write(_ bytes: [UInt8], at offset: Int64) throws(LinuxError) {
        var written = 0
        while written < bytes.count {
            written += try call("pwrite", on: path) {
                bytes.withUnsafeBytes { buffer in
                    pwrite(
                        descriptor.number, buffer.baseAddress.map { $0 + written }, buffer.count - written,
                        off_t(offset) + written)
                }
            }
        }
    }

    /// Waits until the file is on the medium.
    public func sync() throws(LinuxError) {
        try call("fsync", on: path) { fsync(descriptor.number) }
    }
}

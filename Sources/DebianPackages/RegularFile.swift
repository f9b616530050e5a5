internal import Diagnostics
internal import Digests
internal import Foundation

/// A file that has an end: opened without waiting for anybody, and refused where it is a FIFO, a device or a folder.
final class RegularFile {
    let path: String
    let size: Int64
    private let descriptor: CInt

    /// Nil if there is no such file.
    ///
    /// - Throws: `notRegular`, `fileFailed`.
    init?(_ path: String) throws(PackageError) {
        // A FIFO would wait for its writer, and a terminal become this process's, without these.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
        guard descriptor >= 0 else {
            let cause = SystemCallError(call: "open", object: path)
            // What a socket answers.
            guard cause.number != ENXIO else { throw Self.notRegular(path) }
            throw PackageError(.fileFailed, "cannot read \(path); make it readable or remove it", cause: cause)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Self.notRegular(path)
        }
        (self.path, size) = (path, Int64(status.st_size))
    }

    deinit { close(descriptor) }

    /// The hash of its content.
    func hash() throws(PackageError) -> SHA256Digest {
        do {
            return try SHA256Hasher.hash(fileDescriptor: descriptor)
        } catch {
            throw PackageError(
                .fileFailed, "cannot read \(path); remove it, and check the disk if that happens again",
                cause: SystemCallError(call: "read", object: path, number: error.number))
        }
    }

    /// Copies it to a new file, `limit` bytes at most.
    func copy(to target: String, limit: Int64) throws(PackageError) {
        let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard output >= 0 else { throw Self.failure("cannot write \(target)", "open", target) }
        defer { close(output) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var rest = limit
        while rest > 0 {
            let count = read(descriptor, &buffer, Int(min(Int64(buffer.count), rest)))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("cannot read \(path)", "read", path) }
            if count == 0 { return }
            var written = 0
            while written < count {
                let step = buffer.withUnsafeBytes {
                    write(output, $0.baseAddress.map { $0 + written }, count - written)
                }
                if step < 0, errno == EINTR { continue }
                guard step > 0 else { throw Self.failure("cannot write \(target)", "write", target) }
                written += step
            }
            rest -= Int64(count)
        }
    }

    static func notRegular(_ path: String) -> PackageError {
        PackageError(
            .notRegular,
            "\(path) is not a regular file (a FIFO, a device or a folder); remove it or choose another mirror")
    }

    private static func failure(_ what: String, _ call: String, _ object: String) -> PackageError {
        PackageError(
            .fileFailed, "\(what); check its folder, permissions and free space",
            cause: SystemCallError(call: call, object: object))
    }
}

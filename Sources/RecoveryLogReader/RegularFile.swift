internal import Diagnostics
internal import Glibc

/// Reads a file of a stick: a regular one, of bounded size.
enum RegularFile {
    static func contents(of path: String, limit: Int) throws(RecoveryLogReadError) -> [UInt8] {
        // Without O_NONBLOCK, opening a named pipe would wait for a writer.
        let descriptor = try readable { () throws(SystemCallError) in
            try retryingInterrupts("open", path) { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        }
        defer { close(descriptor) }
        var status = stat()
        try readable { () throws(SystemCallError) in
            try retryingInterrupts("fstat", path) { fstat(descriptor, &status) }
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw RecoveryLogReadError(.notAFile, "\(path) is not a regular file; name a .jsonl file of a stick")
        }
        guard status.st_size <= limit else {
            throw RecoveryLogReadError(
                .tooLarge, "\(path) has \(status.st_size) bytes, more than the \(limit) of the longest log; it is none")
        }
        return try readable { () throws(SystemCallError) in try read(descriptor, path: path, limit: limit) }
    }

    @discardableResult
    private static func readable<Result>(
        _ body: () throws(SystemCallError) -> Result
    ) throws(RecoveryLogReadError) -> Result {
        do {
            return try body()
        } catch {
            throw RecoveryLogReadError(
                .notReadable, "\(error.message); check the path and whether the stick is mounted", cause: error)
        }
    }

    private static func read(_ descriptor: CInt, path: String, limit: Int) throws(SystemCallError) -> [UInt8] {
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while contents.count <= limit {
            let count = try retryingInterrupts("read", path) { Glibc.read(descriptor, &buffer, buffer.count) }
            if count == 0 { break }
            contents += buffer[..<count]
        }
        return contents
    }
}

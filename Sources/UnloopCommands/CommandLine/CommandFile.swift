internal import Diagnostics
internal import Foundation
internal import RecoveryKeys

/// Files that are named on the command line.
enum CommandFile {
    /// The whole content of a file, or of standard input for `-`. A caller for whom it is secret wipes it.
    ///
    /// - Parameter limit: The most bytes that are read; a larger file is an error.
    static func content(of path: String, limit: Int) throws(CommandFileError) -> [UInt8] {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        fstat(descriptor, &status)
        var content: [UInt8] = []
        content.reserveCapacity(min(max(Int(status.st_size), 0), limit) + 1)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        defer { buffer.wipe() }
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, content.count + count <= limit else {
                content.wipe()
                throw count < 0 ? .unreadable(path) : .tooLarge(path, limit: limit)
            }
            if count == 0 { return content }
            content.append(contentsOf: buffer[..<count])
        }
    }

    /// Writes a file, whole or not at all: one that somebody has open is not pulled away.
    static func write(_ bytes: [UInt8], to path: String) throws(CommandFileError) {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFileError(
                .unwritable, "\(path): cannot be written; check its folder, permissions and free space",
                cause: error)
        }
    }
}

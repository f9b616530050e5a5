internal import AtomicFiles
internal import Diagnostics
internal import Foundation
internal import Secrets
internal import Vocabulary

/// Files that are named on the command line, as `PathText` has their names.
enum CommandFile {
    /// The whole content of a file, or of standard input for `-`. A caller for whom it is secret wipes it.
    ///
    /// - Parameter limit: The most bytes that are read; a larger file is an error.
    static func content(of path: String, limit: Int) throws(CommandFileError) -> [UInt8] {
        let descriptor =
            path == "-" ? dup(STDIN_FILENO) : PathText.withBytes(of: path) { open($0, O_RDONLY | O_CLOEXEC) }
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

    /// The names in a folder, in the order of their bytes.
    static func names(in folder: String) throws(CommandFileError) -> [String] {
        guard let stream = PathText.withBytes(of: folder, { opendir($0) }) else { throw .unreadable(folder) }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.map { PathText.text($0) }
    }

    /// Writes a file, whole or not at all: one that somebody has open is not pulled away.
    static func write(_ bytes: [UInt8], to path: String) throws(CommandFileError) {
        guard !AtomicFile.isBlockDevice(path) else {
            throw CommandFileError(
                .unwritable, "\(path): is a disk or a partition, which nothing is written over; name a file")
        }
        do {
            try AtomicFile.write(bytes, to: path)
        } catch {
            throw CommandFileError(
                .unwritable, "\(path): cannot be written; check its folder, permissions and free space",
                cause: error)
        }
    }
}

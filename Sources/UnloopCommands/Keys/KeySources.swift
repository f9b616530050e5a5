internal import Diagnostics
internal import Foundation
internal import RecoveryKeys
internal import Vocabulary

/// The files that are named on the command line, and those in the folders that are.
enum KeySources {
    private static let maximumDepth = 16
    private static let maximumFiles = 100_000

    /// A file, and whether it was named or found in a folder.
    struct File {
        let path: String
        let isNamed: Bool
    }

    /// The files of a path: itself, or those in the folder, sorted by name. Links to folders are not followed.
    static func files(at path: String) throws -> [File] {
        var status = stat()
        guard stat(path, &status) == 0 || path == "-" else { throw unreadable(path) }
        guard path != "-", status.st_mode & S_IFMT == S_IFDIR else { return [File(path: path, isNamed: true)] }
        var files: [File] = []
        try collect(path, depth: 0, into: &files)
        return files
    }

    private static func collect(_ folder: String, depth: Int, into files: inout [File]) throws {
        guard depth < maximumDepth else {
            throw KeyCommandError(
                .tooMuch, "\(folder): more than \(maximumDepth) levels of folders; name one further down")
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw KeyCommandError(.unreadable, "\(folder): the folder cannot be read; check its rights", cause: error)
        }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { throw unreadable(path) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try collect(path, depth: depth + 1, into: &files)
            case S_IFREG: files.append(File(path: path, isNamed: false))
            default: break
            }
            guard files.count <= maximumFiles else {
                throw KeyCommandError(.tooMuch, "\(folder): more than \(maximumFiles) files; name a smaller folder")
            }
        }
    }

    /// The whole content of a file, or of standard input for `-`. The caller wipes it.
    static func content(of path: String) throws -> [UInt8] {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        fstat(descriptor, &status)
        var content: [UInt8] = []
        content.reserveCapacity(min(max(Int(status.st_size), 0), Limit.keyFile) + 1)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        defer { buffer.wipe() }
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, content.count + count <= Limit.keyFile else {
                content.wipe()
                if count < 0 { throw unreadable(path) }
                throw KeyCommandError(.tooMuch, "\(path): has more than \(Limit.keyFile >> 20) MiB; split it")
            }
            if count == 0 { return content }
            content.append(contentsOf: buffer[..<count])
        }
    }

    private static func unreadable(_ path: String) -> KeyCommandError {
        let cause = SystemCallError(call: "open", object: path)
        return KeyCommandError(
            .unreadable,
            "\(path): cannot be read: \(String(cString: strerror(cause.number))); check the name and the rights",
            cause: cause)
    }
}

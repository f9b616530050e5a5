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
        guard PathText.withBytes(of: path, { stat($0, &status) }) == 0 || path == "-" else {
            throw CommandFileError.unreadable(path, call: "stat")
        }
        guard path != "-", status.st_mode & S_IFMT == S_IFDIR else { return [File(path: path, isNamed: true)] }
        var files: [File] = []
        try collect(path, depth: 0, into: &files)
        return files
    }

    private static func collect(_ folder: String, depth: Int, into files: inout [File]) throws {
        guard depth < maximumDepth else {
            throw KeyCommandError(
                .tooMuch, "\(folder): more than \(maximumDepth) levels of folders; name a folder further down")
        }
        for name in try CommandFile.names(in: folder) {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            var status = stat()
            guard PathText.withBytes(of: path, { lstat($0, &status) }) == 0 else {
                throw CommandFileError.unreadable(path, call: "stat")
            }
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

    /// The whole content of a file of keys, or of standard input for `-`. The caller wipes it.
    static func content(of path: String) throws(CommandFileError) -> [UInt8] {
        try CommandFile.content(of: path, limit: Limit.keyFile)
    }
}

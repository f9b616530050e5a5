internal import AtomicFiles
internal import Diagnostics
internal import Foundation

/// A directory of our own for the files that tools need by name; removed with the object, or by the next one where this process
/// is killed.
final class TemporaryDirectory {
    /// Its absolute path.
    var path: String { folder.path }
    private let folder: WorkFolder

    init() throws(DiskImageError) {
        folder = try DiskImageError.naming { () throws(SystemCallError) in
            try WorkFolder(in: FileManager.default.temporaryDirectory.path)
        }
    }

    /// The path of a new file `name` with these bytes.
    func file(_ name: String, _ bytes: [UInt8]) throws(DiskImageError) -> String {
        let path = "\(path)/\(name)"
        try ImageFile(path).write(bytes, at: 0)
        return path
    }

    /// The absolute path of a file on this machine with the given content; bytes are written to a new file `name`.
    func source(of content: FATFile.Content, name: String) throws(DiskImageError) -> String {
        switch content {
        case .bytes(let bytes): try file(name, bytes)
        case .file(let path): Self.absolute(path)
        }
    }

    /// The path from the root: a relative one that starts with a hyphen would be an option to a tool.
    static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }
}

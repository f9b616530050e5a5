internal import CLinux
internal import Diagnostics
internal import Foundation
internal import Vocabulary

extension PositionedFile {
    /// A temporary file without a name: no other user can open it, and it is gone with this process, however that ends. What
    /// goes onto a stick may hold recovery keys.
    static func temporary(size: Int64) throws(StickWriterError) -> PositionedFile {
        let folder = FileManager.default.temporaryDirectory.path
        var number = clinux_create_unnamed_file(folder)
        if number < 0 {
            var template = Array("\(folder)/unloop-XXXXXX".utf8CString)
            number = mkstemp(&template)
            if number >= 0 { unlink(template) }
        }
        guard number >= 0 else { throw failure(folder, "mkstemp") }
        let file = PositionedFile(owning: number, name: "a temporary file in \(folder)")
        try file.resize(to: size)
        return file
    }

    /// A file in memory with these bytes.
    static func memory(_ bytes: [UInt8]) throws(StickWriterError) -> PositionedFile {
        let number = clinux_create_memory_file("unloop")
        guard number >= 0 else { throw failure("memory", "memfd_create") }
        let file = PositionedFile(owning: number, name: "a file in memory")
        try file.write(bytes, at: 0)
        return file
    }

    /// The image at a path, for reading.
    static func image(_ path: String) throws(StickWriterError) -> PositionedFile {
        let number = PathText.withBytes(of: path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard number >= 0 else {
            let cause = SystemCallError(call: "open", object: path)
            throw StickWriterError(
                .fileAccess, "\(cause.message); name the image, or make it with: unloop build", cause: cause)
        }
        let file = PositionedFile(owning: number, name: path)
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw StickWriterError(.imageInvalid, "\(path): not a file; name an image from unloop build")
        }
        return file
    }

    /// Writes all bytes at a position counted in bytes.
    func write(_ bytes: [UInt8], at offset: Int64) throws(StickWriterError) {
        let result: Result<Void, StickWriterError> = bytes.withUnsafeBytes { bytes in
            Result { () throws(StickWriterError) in try write(bytes, at: offset) }
        }
        try result.get()
    }

    /// The bytes at a position.
    func bytes(_ count: Int, at offset: Int64) throws(StickWriterError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result: Result<Void, StickWriterError> = bytes.withUnsafeMutableBytes { bytes in
            Result { () throws(StickWriterError) in try read(into: bytes, at: offset) }
        }
        try result.get()
        return bytes
    }
}

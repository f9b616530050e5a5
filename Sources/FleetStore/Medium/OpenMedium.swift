internal import CLinux
internal import Diagnostics
internal import DiskFormats
internal import Glibc
internal import Vocabulary

/// A file or device that is open for reading. Nothing is ever written to it, nor its time of access.
final class OpenMedium: OpenByteSource {
    private let bytes: FileBytes
    /// The file's mode, with its kind.
    let mode: mode_t

    var size: Int64 { bytes.size }
    var descriptor: CInt { bytes.descriptor }

    /// Opens a path (`PathText`).
    convenience init(_ path: String) throws(SystemCallError) {
        // Without O_NONBLOCK, opening a named pipe would wait for a writer.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK
        let name = PathText.shown(path)
        let descriptor = try retryingInterrupts("open", name) {
            PathText.withBytes(of: path) { clinux_open_without_access_time($0, flags) }
        }
        try self.init(descriptor: descriptor, name: name)
    }

    /// Takes an open descriptor, and closes it in the end.
    init(descriptor: CInt, name: String) throws(SystemCallError) {
        bytes = FileBytes(owning: descriptor)
        var status = stat()
        try retryingInterrupts("fstat", name) { fstat(descriptor, &status) }
        mode = status.st_mode
    }
}

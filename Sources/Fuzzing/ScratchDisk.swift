internal import Glibc

/// A file in memory that holds one image after the other. For one thread.
final class ScratchDisk: Sendable {
    static let shared = ScratchDisk()

    private let descriptor: CInt

    private init() {
        var path = Array("/dev/shm/unloop-fuzz-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        // Without a name from here on: nothing is left behind, however the process ends.
        unlink(path)
    }

    /// Fills the file with an image.
    ///
    /// - Returns: The path of the file; nil if the image does not fit.
    func hold(_ image: SparseImage) -> String? {
        precondition(descriptor >= 0, "/dev/shm takes no files; mount a tmpfs there")
        guard ftruncate(descriptor, 0) == 0, ftruncate(descriptor, off_t(image.size)) == 0 else { return nil }
        for run in image.runs {
            let count = run.bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(run.offset)) }
            guard count == run.bytes.count else { return nil }
        }
        return "/proc/self/fd/\(descriptor)"
    }
}

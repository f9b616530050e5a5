public import Diagnostics
internal import Glibc

/// The bytes of a block device or an image file, opened for reading only.
public final class DeviceBytes: VolumeBytes {
    public let size: Int64
    private let descriptor: CInt
    private let path: String

    /// Opens the device for reading only.
    ///
    /// - Throws: `SystemCallError` naming the device.
    public init(path: String) throws(SystemCallError) {
        let descriptor = try retryingInterrupts("open", path) { open(path, O_RDONLY | O_CLOEXEC) }
        let end = lseek(descriptor, 0, SEEK_END)
        if end < 0 {
            let number = errno
            close(descriptor)
            throw SystemCallError(call: "lseek", object: path, number: number)
        }
        self.descriptor = descriptor
        self.path = path
        self.size = Int64(end)
    }

    deinit { close(descriptor) }

    public func read(at offset: Int64, count: Int) throws -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size - Int64(count) else {
            throw VolumeError(
                .outsideVolume, "\(path): bytes \(offset)..<\(offset &+ Int64(count)) lie outside the volume of \(size) bytes")
        }
        var buffer = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = try retryingInterrupts("pread", path) {
                buffer.withUnsafeMutableBytes { bytes in
                    let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
                    return pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + done)
                }
            }
            guard got > 0 else { throw VolumeError(.outsideVolume, "\(path): ends at byte \(offset + Int64(done))") }
            done += got
        }
        return buffer
    }
}

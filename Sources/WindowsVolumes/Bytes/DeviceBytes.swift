public import Diagnostics
internal import Glibc
public import LinuxSystem
public import NTFSReader

/// The bytes of a block device or an image file, opened for reading only.
public final class DeviceBytes: VolumeBytes {
    /// The size in bytes.
    public let size: Int64
    private let file: OpenFile

    private init(_ file: OpenFile, size: Int64) {
        self.file = file
        self.size = size
    }

    /// Opens a device or an image file for reading only.
    public static func open(_ path: String) throws(LinuxError) -> DeviceBytes {
        let file = try OpenFile.open(path)
        // lseek gives the size of devices and of files alike.
        let end = lseek(file.descriptor.number, 0, SEEK_END)
        guard end >= 0 else {
            throw LinuxError(.systemCallFailed, "\(path): size unknown; check that the disk is connected firmly")
        }
        return DeviceBytes(file, size: Int64(end))
    }

    /// Exactly `count` bytes from byte `offset`.
    public func read(at offset: Int64, count: Int) throws -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size - Int64(count) else {
            throw VolumeError(
                .outsideVolume,
                "\(file.path): \(count) bytes at byte \(offset) lie outside the volume of \(size) bytes")
        }
        return try file.readExactly(at: offset, count: count)
    }
}

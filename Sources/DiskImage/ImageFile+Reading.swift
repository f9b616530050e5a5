internal import Diagnostics
internal import Glibc

extension ImageFile {
    /// Opens `path`, an image file or a disk, for reading only.
    convenience init(reading path: String) throws(DiskImageError) {
        try self.init(path, flags: O_RDONLY)
    }

    /// The length in bytes, of a disk too.
    var length: Int64 { Int64(lseek(descriptor, 0, SEEK_END)) }

    /// The bytes at a position counted in bytes from the start of the file.
    ///
    /// - Throws: `damaged` when the file ends before them.
    func bytes(_ count: Int, at offset: Int64) throws(DiskImageError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress.map { $0 + done }, count - done, off_t(offset) + off_t(done))
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw .file(path, "pread") }
            guard read > 0 else {
                throw DiskImageError(
                    .damaged,
                    "\(path): it ends at byte \(offset + Int64(done)), in the middle of what belongs there; "
                        + "copy or build it again")
            }
            done += read
        }
        return bytes
    }
}

/// Little-endian numbers in a structure from a disk.
extension [UInt8] {
    /// The number that begins at a byte; the caller has seen that it lies within.
    func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type = Number.self, at offset: Int)
        -> Number
    {
        withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }
}

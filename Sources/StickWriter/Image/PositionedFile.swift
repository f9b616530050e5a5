internal import Diagnostics
internal import Digests
internal import DiskFormats
internal import Glibc

/// An open file that is read and written by position, through buffers of the caller.
final class PositionedFile: OpenByteSource {
    let descriptor: CInt
    /// What it is, for messages.
    let name: String

    /// Takes over an open descriptor.
    init(owning descriptor: CInt, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    deinit { close(descriptor) }

    /// A path by which this process, and tools that it starts, can open the file again, whatever happens to its name. They
    /// inherit the descriptor: what /proc tells of this process is for root alone.
    var path: String {
        _ = fcntl(descriptor, F_SETFD, 0)
        return "/proc/self/fd/\(descriptor)"
    }

    /// The length in bytes.
    var size: Int64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Writes all bytes at a position counted in bytes.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StickWriterError) {
        let isDone = transferring(bytes.count) { done in
            pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset) + off_t(done))
        }
        guard isDone else { throw Self.failure(name, "pwrite") }
    }

    /// Fills the buffer from a position counted in bytes; the file has to reach as far.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StickWriterError) {
        let isDone = transferring(buffer.count) { done in
            pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(offset) + off_t(done))
        }
        guard isDone else { throw Self.failure(name, "pread") }
    }

    /// Makes the file that long; what is added is a hole.
    func resize(to size: Int64) throws(StickWriterError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw Self.failure(name, "ftruncate") }
    }

    /// Copies a range of another file to the same place.
    func copy(_ range: Range<Int64>, from source: PositionedFile) throws(StickWriterError) {
        try source.forEachPiece(of: range) { bytes, offset throws(StickWriterError) in try write(bytes, at: offset) }
    }

    /// The SHA-256 of a range.
    func digest(of range: Range<Int64>) throws(StickWriterError) -> SHA256Digest {
        let hasher = SHA256Hasher()
        try forEachPiece(of: range) { bytes, _ throws(StickWriterError) in hasher.update(bytes) }
        return hasher.finalize()
    }

    private func forEachPiece(
        of range: Range<Int64>, _ body: (UnsafeRawBufferPointer, Int64) throws(StickWriterError) -> Void
    ) throws(StickWriterError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        for piece in range.pieces(of: buffer.count) {
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<piece.count])
            try read(into: part, at: piece.lowerBound)
            try body(UnsafeRawBufferPointer(part), piece.lowerBound)
        }
    }

    static func failure(_ object: String, _ call: String) -> StickWriterError {
        guard errno != 0 else {
            return StickWriterError(.fileAccess, "\(object): cut off; copy or build it again")
        }
        let cause = SystemCallError(call: call, object: object)
        return StickWriterError(.fileAccess, "\(cause.message); check the file, and the free space", cause: cause)
    }
}

extension Range<Int64> {
    func moved(by distance: Int64) -> Range<Int64> { lowerBound + distance..<upperBound + distance }

    /// The range in pieces of at most that length.
    func pieces(of length: Int) -> [Range<Int64>] {
        stride(from: lowerBound, to: upperBound, by: length).map { $0..<Swift.min($0 + Int64(length), upperBound) }
    }
}

internal import Glibc

/// A source that is an open file or block device, read by position.
public protocol OpenByteSource: ByteSource {
    /// The open descriptor. Its own position plays no part.
    var descriptor: CInt { get }
}

extension OpenByteSource {
    /// The bytes from an offset on, up to the end or to the first that cannot be read.
    public func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
        let size = size
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let wanted = Int(min(Int64(count), size - offset))
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let rest = buffer.baseAddress.map { $0 + filled }
                let got = pread(descriptor, rest, wanted - filled, off_t(offset) + off_t(filled))
                if got < 0, errno == EINTR { continue }
                if got <= 0 { return }
                filled += got
            }
        }
        return bytes[...]
    }
}

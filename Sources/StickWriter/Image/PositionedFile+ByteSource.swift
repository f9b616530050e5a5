internal import DiskFormats
internal import Glibc

extension PositionedFile: ByteSource {
    /// The bytes from a position on, up to the end or to the first that cannot be read.
    func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, count > 0 else { return [] }
        let wanted = Int(min(Int64(count), max(0, size - offset)))
        return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let rest = buffer.baseAddress.map { $0 + filled }
                let got = pread(descriptor, rest, wanted - filled, off_t(offset) + off_t(filled))
                if got < 0, errno == EINTR { continue }
                if got <= 0 { return }
                filled += got
            }
        }[...]
    }
}

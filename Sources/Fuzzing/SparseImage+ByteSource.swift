internal import DiskFormats

extension SparseImage: ByteSource {
    /// The bytes from an offset on, up to the end.
    func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let present = Int(min(Int64(count), size - offset))
        let bytes: [UInt8]? = try? read(at: offset, count: present)
        return (bytes ?? [])[...]
    }
}

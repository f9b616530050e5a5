internal import DiskFormats

/// A sparse image as the readers of disks see it: reads end where it ends.
struct SparseDisk: ByteSource {
    private let image: SparseImage

    var size: Int64 { image.size }

    init(_ image: SparseImage) { self.image = image }

    func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let present = Int(min(Int64(count), size - offset))
        return ((try? image.read(at: offset, count: present)) ?? [])[...]
    }
}

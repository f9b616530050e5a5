/// The check of torn writes in records and index blocks: the last two bytes of every 512 are a number that all of them
/// share, and what belongs there stands in an array in the header.
///
/// Source: Linux-NTFS documentation, concept "Fixup". The stride is 512 bytes whatever the disk's sectors are: so do
/// Windows, ntfs3 (`SECTOR_SIZE` in `ntfs_fix_post_read`) and ntfs-3g (`NTFS_BLOCK_SIZE`).
enum UpdateSequence {
    static let stride = 512
    /// Fields in the header of a record or block.
    enum Field {
        /// Byte offset of the array from the header's beginning, u16.
        static let offset = 4
        /// Entries of the array, the number itself included, u16.
        static let count = 6
    }

    /// Puts the bytes back that belong there.
    ///
    /// - Returns: False when the array is impossible or a number differs; then the bytes are as they were.
    static func undo(in bytes: inout [UInt8], at start: Int, count length: Int) -> Bool {
        guard start >= 0, length >= stride, length % stride == 0, start <= bytes.count - length else { return false }
        // In place: a copy of the array for each of the records in it would take longer than all else.
        return bytes.withUnsafeMutableBytes {
            undo(in: UnsafeMutableRawBufferPointer(rebasing: $0[start..<start + length]))
        }
    }

    private static func undo(in block: UnsafeMutableRawBufferPointer) -> Bool {
        func number(at offset: Int) -> Int { Int(block[offset]) | Int(block[offset + 1]) << 8 }
        let offset = number(at: Field.offset)
        let count = number(at: Field.count)
        guard count == block.count / stride + 1, offset >= 8, offset % 2 == 0, offset + 2 * count <= stride - 2 else {
            return false
        }
        let expected = number(at: offset)
        for index in 1..<count where number(at: index * stride - 2) != expected { return false }
        for index in 1..<count {
            block[index * stride - 2] = block[offset + 2 * index]
            block[index * stride - 1] = block[offset + 2 * index + 1]
        }
        return true
    }
}

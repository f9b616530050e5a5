internal import WindowsVolumes

/// Puts right checksums behind the metadata blocks of a changed volume.
enum BitLockerChecksums {
    /// Larger blocks keep the checksum that they have: computing it takes too long for a million inputs.
    private static let largestBlock = 8192

    static func mended(_ volume: SparseImage) -> SparseImage {
        var mended = volume
        guard let sector = try? volume.read(at: 0, count: SparseImage.sectorSize) else { return volume }
        // Where the three offsets are: fixed disks, and BitLocker To Go.
        for at in [176, 440] {
            for copy in 0..<3 {
                let offset = number(sector[(at + 8 * copy)...].prefix(8))
                guard let offset = Int64(exactly: offset), offset < 1 << 48,
                    let head = try? volume.read(at: offset, count: 16)
                else { continue }
                let size = Int(number(head[8..<10])) * 16
                guard size <= largestBlock, let block = try? volume.read(at: offset, count: size + 8) else { continue }
                let sum = crc32(block[..<size])
                mended.write((0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }, at: offset + Int64(size) + 4)
            }
        }
        return mended
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// CRC-32 of IEEE 802.3, reflected.
    static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 != 0 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
}

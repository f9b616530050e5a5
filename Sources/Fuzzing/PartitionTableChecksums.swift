internal import DiskFormats

/// Right checksums for changed partition tables: chance does not find a CRC-32.
enum PartitionTableChecksums {
    /// An image whose two headers, if they are there, have the checksums that belong to them.
    static func mended(_ image: SparseImage) -> SparseImage {
        var mended = image
        for sector in [1, image.size / 512 - 1] {
            guard sector > 0, var header = try? image.read(at: sector * 512, count: 512),
                header.starts(with: "EFI PART".utf8)
            else { continue }
            let number = { (place: Int, count: Int) in
                header[place..<place + count].reversed().reduce(Int64(0)) { ($0 & 0xFF_FFFF_FFFF) << 8 | Int64($1) }
            }
            let (length, isTooLong) = number(80, 4).multipliedReportingOverflow(by: number(84, 4))
            let (start, isOver) = number(72, 6).multipliedReportingOverflow(by: 512)
            guard !isTooLong, length <= 1 << 18, !isOver, let table = try? image.read(at: start, count: Int(length))
            else {
                continue
            }
            header.replaceSubrange(88..<92, with: little(CRC32.of(table)))
            header.replaceSubrange(16..<20, with: [0, 0, 0, 0])
            let size = Int(min(number(12, 4), 512))
            header.replaceSubrange(16..<20, with: little(CRC32.of(header.prefix(size))))
            mended.write(header, at: sector * 512)
        }
        return mended
    }

    private static func little(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}

/// The metadata of Intel's firmware RAID (RST, "IMSM") at the end of a disk.
///
/// Firmware, Windows' driver and mdadm go by it only where its sum is right; what is left of an array that is long gone
/// often has the signature alone. Little-endian (mdadm, super-intel.c, `struct imsm_super`; no other description is public).
public enum IntelArrayMetadata: Sendable, Equatable {
    /// There is none: the signature is missing.
    case absent
    /// The signature is there, and what belongs to it is not.
    case unsound
    /// An array's, of so many disks.
    case sound(disks: Int)

    private enum Field {
        /// Followed by the version.
        static let signature = 0..<24
        /// Sum of all numbers of 32 bits but this one.
        static let sum = 0x20..<0x24
        /// Bytes of all metadata.
        static let size = 0x24..<0x28
        static let diskCount = 0x38
        /// A header, and one entry at least.
        static let smallest = 0xD8 + 48
    }
    private static let signature = "Intel Raid ISM Cfg Sig. "
    /// Bytes; Intel's drivers keep them within 1 MiB with all that belongs to them.
    private static let largest = 1 << 20

    /// Reads the metadata of a disk: the last sector but one has the beginning, and what has no room there lies before it.
    ///
    /// - Parameter sectorSize: Bytes of a logical sector.
    /// - Returns: nil where the disk does not read it.
    public static func read(_ source: some ByteSource, sectorSize: Int) -> IntelArrayMetadata? {
        let width = Int64(sectorSize)
        guard sectorSize >= 512, sectorSize <= 4096, source.size >= 2 * width else { return .absent }
        let anchor = source.size / width * width - 2 * width
        guard let first = source.exactly(sectorSize, at: anchor) else { return nil }
        guard first.bytes(Field.signature).elementsEqual(signature.utf8) else { return .absent }
        let size = first.small(Field.size)
        let disks = Int(first[first.startIndex + Field.diskCount])
        guard (Field.smallest...largest).contains(size), size % 4 == 0, disks > 0 else { return .unsound }
        let more = (size + sectorSize - 1) / sectorSize - 1
        guard Int64(more) * width <= anchor else { return .unsound }
        var content = Array(first)
        if more > 0 {
            guard let rest = source.exactly(more * sectorSize, at: anchor - Int64(more) * width) else { return nil }
            content += rest
        }
        var sum: UInt32 = 0
        for place in stride(from: 0, to: size, by: 4) where place != Field.sum.lowerBound {
            sum &+= UInt32(truncatingIfNeeded: content.little(place..<place + 4))
        }
        return UInt64(sum) == content.little(Field.sum) ? .sound(disks: disks) : .unsound
    }
}

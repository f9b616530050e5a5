/// What a GPT says of dynamic disks: where the partition with the database is, and whether there are others of theirs.
///
/// Source: UEFI specification, "GUID Partition Table (GPT) Disk Layout". Numbers are little-endian.
struct GUIDPartitionTable {
    private enum Field {
        /// Bytes of the header that are summed, u32.
        static let headerSize = 12
        /// CRC-32 of the header with this field 0, u32.
        static let headerSum = 16
        /// The sector of this header, u64.
        static let own = 24
        /// First sector of the entries, u64.
        static let entries = 72
        /// Number of entries, u32.
        static let entryCount = 80
        /// Bytes in an entry, u32.
        static let entrySize = 84
        /// CRC-32 of all entries, u32.
        static let entriesSum = 88
    }
    /// Partition types as they lie on disk: the first three groups are little-endian.
    private enum PartitionType {
        /// 5808C8AA-7E8F-42E0-85D2-E1E90434CFB3
        static let metadata: [UInt8] = [
            0xAA, 0xC8, 0x08, 0x58, 0x8F, 0x7E, 0xE0, 0x42, 0x85, 0xD2, 0xE1, 0xE9, 0x04, 0x34, 0xCF, 0xB3,
        ]
        /// AF9B60A0-1431-4F62-BC68-3311714A69AD
        static let data: [UInt8] = [
            0xA0, 0x60, 0x9B, 0xAF, 0x31, 0x14, 0x62, 0x4F, 0xBC, 0x68, 0x33, 0x11, 0x71, 0x4A, 0x69, 0xAD,
        ]
    }
    /// Bytes of entries that are read: a usual table has 16 KiB.
    private static let entriesLimit: UInt64 = 1 << 20

    private(set) var metadata: ClosedRange<UInt64>?
    private(set) var isDynamic = false

    /// The table by its header or, where that is damaged, the copy in the disk's last sector; nil: there is no sound one.
    static func read(_ disk: DiskSectors) throws(DatabaseProblem) -> GUIDPartitionTable? {
        guard disk.count > 2 else { return nil }
        var problem: DatabaseProblem?
        for place in [1, disk.count - 1] {
            do throws(DatabaseProblem) {
                if let table = try GUIDPartitionTable(disk, at: place) { return table }
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
        return nil
    }

    private init?(_ disk: DiskSectors, at place: UInt64) throws(DatabaseProblem) {
        let sector = try disk.read(place, count: 1, "the partition table")
        func number(_ bytes: some RandomAccessCollection<UInt8>) -> UInt64 {
            bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        func field(_ offset: Int, _ width: Int) -> UInt64 { number(sector[offset..<offset + width]) }
        guard sector.starts(with: "EFI PART".utf8), field(Field.own, 8) == place else { return nil }
        let size = field(Field.headerSize, 4)
        guard (92...UInt64(disk.sectorSize)).contains(size) else { return nil }
        var summed = Array(sector.prefix(Int(size)))
        summed.replaceSubrange(Field.headerSum..<Field.headerSum + 4, with: [0, 0, 0, 0])
        guard UInt64(CyclicRedundancyCheck.of(summed)) == field(Field.headerSum, 4) else { return nil }
        let count = field(Field.entryCount, 4)
        let entrySize = field(Field.entrySize, 4)
        // Both have 32 bits.
        let total = count * entrySize
        guard entrySize >= 128, entrySize.nonzeroBitCount == 1, (1...Self.entriesLimit).contains(total) else {
            return nil
        }
        let first = field(Field.entries, 8)
        let sectors = (total + UInt64(disk.sectorSize) - 1) / UInt64(disk.sectorSize)
        guard disk.contains(first, count: sectors) else { return nil }
        let entries = try disk.read(first, count: sectors, "the partition table").prefix(Int(total))
        guard UInt64(CyclicRedundancyCheck.of(entries)) == field(Field.entriesSum, 4) else { return nil }
        for start in stride(from: 0, to: Int(total), by: Int(entrySize)) {
            let type = entries[start..<start + 16]
            let isMetadata = type.elementsEqual(PartitionType.metadata)
            guard isMetadata || type.elementsEqual(PartitionType.data) else { continue }
            isDynamic = true
            let first = number(entries[start + 32..<start + 40])
            let last = number(entries[start + 40..<start + 48])
            if isMetadata, metadata == nil, first <= last, last < disk.count { metadata = first...last }
        }
    }
}

/// Where the partitions of a stick lie: GPT (UEFI specification 2.10, section 5.3) by either of its copies, else MBR.
enum PartitionTable {
    /// A partition.
    struct Partition: Equatable {
        /// The offset on the medium in bytes.
        let start: Int64
        /// The size in bytes.
        let size: Int64
        /// The name in the GPT; empty in an MBR.
        let name: String
    }

    /// More entries than any table has.
    private static let maximumEntries = 1024

    /// The partitions in the order of the table; empty where there is none.
    static func partitions(of medium: some ByteSource) -> [Partition] {
        for sectorSize in [512, 4096] as [Int64] {
            for header in [sectorSize, medium.size / sectorSize * sectorSize - sectorSize] {
                let found = gpt(of: medium, header: header, sectorSize: sectorSize)
                if !found.isEmpty { return found }
            }
        }
        return mbr(of: medium)
    }

    /// Header: signature @0, first sector of the entries u64 @72, number of entries u32 @80, size of one u32 @84. Entry:
    /// type GUID @0, first and last sector u64 @32 and @40, name in UTF-16 @56.
    private static func gpt(of medium: some ByteSource, header: Int64, sectorSize: Int64) -> [Partition] {
        guard let head = medium.exactly(92, at: header), head.prefix(8).elementsEqual("EFI PART".utf8) else {
            return []
        }
        let (first, count, length) = (head.little(72, 8), head.little(80, 4), head.little(84, 4))
        guard (128...4096).contains(length), let start = offset(first, sectorSize, in: medium) else { return [] }
        let table = medium.read(at: start, count: min(count, maximumEntries) * length)
        return stride(from: 0, through: table.count - length, by: length).compactMap { place in
            let entry = table[(table.startIndex + place)..<(table.startIndex + place + length)]
            guard entry.prefix(16).contains(where: { $0 != 0 }),
                let start = offset(entry.little(32, 8), sectorSize, in: medium)
            else { return nil }
            let last = min(Int64(entry.little(40, 8)), medium.size / sectorSize - 1)
            let units = stride(from: 56, to: 128, by: 2).map { UInt16(entry.little($0, 2)) }.prefix { $0 != 0 }
            let size = (last + 1) * sectorSize - start
            return size > 0 ? Partition(start: start, size: size, name: String(decoding: units, as: UTF16.self)) : nil
        }
    }

    /// Four entries of 16 bytes @446: type u8 @4, first sector and number of sectors u32 @8 and @12.
    private static func mbr(of medium: some ByteSource) -> [Partition] {
        guard let sector = medium.exactly(512, at: 0), sector.little(510, 2) == 0xAA55 else { return [] }
        return stride(from: 446, to: 510, by: 16).compactMap { place in
            guard sector.little(place + 4, 1) != 0, let start = offset(sector.little(place + 8, 4), 512, in: medium),
                start > 0
            else { return nil }
            let size = min(Int64(sector.little(place + 12, 4)) * 512, medium.size - start)
            return size > 0 ? Partition(start: start, size: size, name: "") : nil
        }
    }

    /// The offset of a sector, if it lies on the medium.
    private static func offset(_ sector: Int, _ sectorSize: Int64, in medium: some ByteSource) -> Int64? {
        guard sector >= 0, Int64(sector) < medium.size / sectorSize else { return nil }
        return Int64(sector) * sectorSize
    }
}

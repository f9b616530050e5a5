/// The four partitions of a master boot record (UEFI 2.10, section 5.2.1).
public enum MasterBootRecord {
    /// The fields of the sector (table 5.1).
    enum Field {
        static let entries = 446..<510
        static let signature = 510..<512
    }

    /// The fields of an entry (table 5.2).
    enum EntryField {
        static let type = 4..<5
        static let firstSector = 8..<12
        static let sectorCount = 12..<16
    }

    private static let entryLength = 16
    private static let sectorSize: Int64 = 512
    static let signature: UInt64 = 0xAA55

    /// The types of its four partitions, 0 where there is none; four zeros where there is no such record.
    public static func types(of source: any ByteSource) -> [UInt8] {
        guard let sector = source.exactly(Int(sectorSize), at: 0), sector.little(Field.signature) == signature else {
            return [0, 0, 0, 0]
        }
        return stride(from: Field.entries.lowerBound, to: Field.entries.upperBound, by: entryLength).map { place in
            UInt8(truncatingIfNeeded: sector.bytes(place..<place + entryLength).little(EntryField.type))
        }
    }

    /// The type of the partition that keeps tools which know no GUID partition tables away (section 5.2.3).
    public static let protectiveType: UInt8 = 0xEE

    /// Where the partitions lie, in bytes from the start of the disk, cut to it; empty where there is no such record.
    public static func partitions(of source: any ByteSource) -> [Range<Int64>] {
        guard let sector = source.exactly(Int(sectorSize), at: 0), sector.little(Field.signature) == signature else {
            return []
        }
        return stride(from: Field.entries.lowerBound, to: Field.entries.upperBound, by: entryLength).compactMap {
            place in
            let entry = sector.bytes(place..<place + entryLength)
            // 32 bits of sectors cannot overflow 63 bits of bytes.
            let start = Int64(entry.little(EntryField.firstSector)) * sectorSize
            let end = min(source.size, start + Int64(entry.little(EntryField.sectorCount)) * sectorSize)
            return entry.little(EntryField.type) != 0 && start > 0 && start < end ? start..<end : nil
        }
    }
}

/// A GUID partition table (UEFI 2.10, section 5.3).
public struct GUIDPartitionTable: Sendable, Equatable {
    /// The identity of the whole disk.
    public let diskGUID: GUID
    /// The size of a sector in bytes.
    public let sectorSize: Int64
    /// The length of the disk in sectors, both copies of the table included.
    public let sectorCount: Int64
    /// The partitions in the order of the table.
    public let partitions: [PartitionSpec]

    /// Where a partition lies, in bytes from the start of the disk.
    public func bytes(of partition: PartitionSpec) -> Range<Int64> {
        partition.start * sectorSize..<(partition.start + partition.size) * sectorSize
    }

    /// The fields of the header (section 5.3.2, table 5.5).
    enum HeaderField {
        static let signature = 0..<8
        static let revision = 8..<12
        static let headerSize = 12..<16
        static let headerChecksum = 16..<20
        static let ownSector = 24..<32
        static let otherSector = 32..<40
        static let firstUsable = 40..<48
        static let lastUsable = 48..<56
        static let diskGUID = 56..<72
        static let entriesSector = 72..<80
        static let entryCount = 80..<84
        static let entrySize = 84..<88
        static let entriesChecksum = 88..<92
    }

    /// The fields of an entry (section 5.3.3, table 5.6).
    enum EntryField {
        static let type = 0..<16
        static let guid = 16..<32
        static let firstSector = 32..<40
        static let lastSector = 40..<48
        static let attributes = 48..<56
        static let name = 56..<128
    }

    static let signature = Array("EFI PART".utf8)
    /// The length of all fields of the header.
    static let headerLength = 92
    /// The length of all fields of an entry.
    static let entryLength = 128
    /// Tables have 128 entries; some tools write more.
    static let maximumEntries: UInt64 = 1024
    static let entrySizes: ClosedRange<UInt64> = 128...4096
}

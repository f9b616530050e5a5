/// The header of a dynamic disk (`PRIVHEAD`): which disk it is, where its volumes lie, and where its database is.
///
/// All numbers are big-endian, all places in logical sectors. Source: the Linux-NTFS project's documentation of the
/// Logical Disk Manager, and disks of Windows Server 2003 R2 and 2008 R2, by which the sum, the sequence number and the
/// places of the copies were found.
struct PrivateHeader: Equatable {
    enum Field {
        /// Sum of all bytes of the sector but these four, u32.
        static let sum = 8
        /// Version, two u16: 2.11 until Windows Server 2003, 2.12 since Windows Vista.
        static let major = 12
        static let minor = 14
        /// Counts the changes of this header, u64.
        static let sequence = 24
        /// Sectors of the two copies, from the beginning of the database, u64.
        static let copies = [32, 40]
        /// Texts of 64 bytes.
        static let diskID = 48
        static let groupID = 176
        static let textSize = 64
        /// First sector and number of sectors of the area in which volumes lie, u64.
        static let dataStart = 283
        static let dataCount = 291
        /// First sector and number of sectors of the database, u64.
        static let databaseStart = 299
        static let databaseCount = 307
        /// Sectors of the two tables of contents, from the beginning of the database, u64.
        static let tables = [315, 323]
    }
    /// The sector with the first header of an MBR disk.
    static let sectorOnMBR: UInt64 = 6

    let sequence: UInt64
    let diskID: String
    let groupID: String
    /// Sectors of the disk.
    let data: Range<UInt64>
    let database: Range<UInt64>
    /// Sectors from the beginning of the database.
    let copies: [UInt64]
    let tables: [UInt64]

    /// - Returns: nil when the sector is not a header, or is damaged.
    /// - Throws: When it is one that cannot be right.
    init?(_ sector: [UInt8], on disk: DiskSectors) throws(DatabaseProblem) {
        let bytes = BigEndianBytes(sector)
        guard bytes.hasText("PRIVHEAD", at: 0),
            bytes.hasSum(at: Field.sum, over: [512, sector.count]),
            let major = bytes.u16(at: Field.major), let minor = bytes.u16(at: Field.minor),
            let sequence = bytes.u64(at: Field.sequence),
            let dataStart = bytes.u64(at: Field.dataStart), let dataCount = bytes.u64(at: Field.dataCount),
            let databaseStart = bytes.u64(at: Field.databaseStart),
            let databaseCount = bytes.u64(at: Field.databaseCount)
        else { return nil }
        guard major == 2, minor == 11 || minor == 12 else {
            throw .unsupported("its header is of version \(major).\(minor)")
        }
        guard let diskID = bytes.text(at: Field.diskID, count: Field.textSize).flatMap(GUIDText.of(text:)),
            let groupID = bytes.text(at: Field.groupID, count: Field.textSize).flatMap(GUIDText.of(text:))
        else { throw .damaged("its header has no valid disk or group GUID") }
        guard databaseCount > 0, disk.contains(databaseStart, count: databaseCount) else {
            throw .damaged("the database lies outside the disk")
        }
        guard databaseCount <= UInt64(DatabaseLimits.size / disk.sectorSize) else {
            throw .unsupported("it is larger than \(DatabaseLimits.size >> 20) MiB")
        }
        guard dataCount > 0, disk.contains(dataStart, count: dataCount) else {
            throw .damaged("the area of the volumes lies outside the disk")
        }
        self.sequence = sequence
        self.diskID = diskID
        self.groupID = groupID
        data = dataStart..<dataStart + dataCount
        database = databaseStart..<databaseStart + databaseCount
        guard !data.overlaps(database) else { throw .damaged("the database and the volumes overlap") }
        copies = Field.copies.compactMap(bytes.u64).filter { $0 < databaseCount }
        tables = Field.tables.compactMap(bytes.u64).filter { $0 < databaseCount }
    }
}

/// Where the parts of a FAT volume lie (Microsoft FAT specification, August 2005, sections 3.1 to 3.5). Offsets are in
/// bytes from the start of the volume.
struct FATGeometry: Sendable, Equatable {
    /// The fields of the boot sector (sections 3.1 to 3.3).
    enum Field {
        static let bytesPerSector = 11..<13
        static let sectorsPerCluster = 13..<14
        static let reservedSectors = 14..<16
        static let tables = 16..<17
        static let rootEntries = 17..<19
        static let sectors16 = 19..<21
        static let sectorsPerTable16 = 22..<24
        static let sectors32 = 32..<36
        static let serial16 = 39..<43
        static let sectorsPerTable32 = 36..<40
        static let rootCluster = 44..<48
        static let informationSector = 48..<50
        static let backupSector = 50..<52
        static let serial32 = 67..<71
        static let signature = 510..<512
    }

    /// Which FAT it is, by the width of the table's entries in bits.
    enum Kind: Int { case fat12 = 12, fat16 = 16, fat32 = 32 }

    /// Where the root directory is.
    enum Root: Equatable {
        case cluster(Int)
        case area(Range<Int64>)
    }

    let kind: Kind
    let sectorSize: Int64
    let clusterSize: Int64
    /// Where the first copy of the table begins.
    let tableStart: Int64
    /// The size of one copy.
    let tableSize: Int64
    let tables: Int
    /// Where cluster 2 begins.
    let dataStart: Int64
    /// The number of clusters that the volume has and the table has entries for.
    let clusterCount: Int
    let root: Root
    let serial: UInt32
    /// The volume's length, as the boot sector says.
    let size: Int64
    /// Whether the table has entries for all clusters.
    let isTableLongEnough: Bool
    /// The sector of the free-space hint and that of the boot sector's copy; FAT32 only, 0 where there is none.
    let informationSector: Int64
    let backupSector: Int64

    /// The numbers of a boot sector, of a volume that has `room` bytes; nil when they cannot be those of a FAT volume.
    init?(_ sector: ArraySlice<UInt8>, room: Int64) {
        let bytesPerSector = sector.small(Field.bytesPerSector)
        let sectorsPerCluster = sector.small(Field.sectorsPerCluster)
        let reserved = sector.small(Field.reservedSectors)
        tables = sector.small(Field.tables)
        let rootEntries = sector.small(Field.rootEntries)
        let isFAT32 = sector.little(Field.sectorsPerTable16) == 0
        let sectorsPerTable = sector.small(isFAT32 ? Field.sectorsPerTable32 : Field.sectorsPerTable16)
        let hasFewSectors = sector.little(Field.sectors16) != 0
        let sectors = sector.small(hasFewSectors ? Field.sectors16 : Field.sectors32)
        guard sector.little(Field.signature) == MasterBootRecord.signature,
            [512, 1024, 2048, 4096].contains(bytesPerSector), sectorsPerCluster.nonzeroBitCount == 1,
            reserved > 0, (1...2).contains(tables), sectorsPerTable > 0, !isFAT32 || rootEntries == 0
        else { return nil }
        // All factors have at most 32 bits, sectors at most 12: nothing here overflows 63 bits.
        let rootSectors = (rootEntries * 32 + bytesPerSector - 1) / bytesPerSector
        let before = reserved + tables * sectorsPerTable + rootSectors
        let present = min(sectors, Int(room / Int64(bytesPerSector)))
        guard present > before else { return nil }
        let claimed = (sectors - before) / sectorsPerCluster
        let bits = isFAT32 ? 32 : claimed < 4085 ? 12 : 16
        let entries = sectorsPerTable * bytesPerSector * 8 / bits - 2
        kind = Kind(rawValue: bits) ?? .fat32
        isTableLongEnough = claimed <= entries
        // Numbers from 0FFFFFF7h on are no clusters (section 4.1).
        clusterCount = max(0, min((present - before) / sectorsPerCluster, entries, 0x0FFF_FFF5))
        sectorSize = Int64(bytesPerSector)
        clusterSize = Int64(bytesPerSector * sectorsPerCluster)
        tableStart = Int64(reserved * bytesPerSector)
        tableSize = Int64(sectorsPerTable * bytesPerSector)
        dataStart = Int64(before * bytesPerSector)
        size = Int64(sectors * bytesPerSector)
        let area = Int64((reserved + tables * sectorsPerTable) * bytesPerSector)
        root = isFAT32 ? .cluster(sector.small(Field.rootCluster)) : .area(area..<area + Int64(rootEntries * 32))
        serial = UInt32(truncatingIfNeeded: sector.little(isFAT32 ? Field.serial32 : Field.serial16))
        informationSector = isFAT32 ? Int64(sector.little(Field.informationSector)) : 0
        backupSector = isFAT32 ? Int64(sector.little(Field.backupSector)) : 0
    }

    /// Whether a number is that of a cluster.
    func isCluster(_ number: Int) -> Bool { number >= 2 && number - 2 < clusterCount }

    /// Where a cluster lies.
    func offset(of cluster: Int) -> Int64 { dataStart + Int64(cluster - 2) * clusterSize }
}

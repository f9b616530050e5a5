/// A FAT12, FAT16 or FAT32 volume (Microsoft's FAT specification, August 2005), read only, with an eye for damage: chains
/// that end early or go in circles give what there is of a file.
///
/// Unloop reads the log partition of images itself: mtools stop at the first thing that is wrong, and a stick that was
/// pulled has wrong things on it.
struct FATVolume: Sendable {
    enum Kind: Int { case fat12 = 12, fat16 = 16, fat32 = 32 }

    private let medium: any ByteSource
    /// Where the volume begins on the medium.
    private let start: Int64
    let kind: Kind
    private let bytesPerCluster: Int
    /// Where the first copy of the table begins, and the size of one, in bytes from the start of the volume.
    private let table: Int64
    private let tableSize: Int64
    private let tables: Int
    /// Where cluster 2 begins, in bytes from the start of the volume.
    private let data: Int64
    private let clusters: Int
    /// The root directory: its first cluster, or in FAT12 and FAT16 its own place in front of the clusters.
    private let root: Root

    private enum Root: Sendable {
        case cluster(Int)
        case area(start: Int64, size: Int)
    }

    /// A volume that begins at an offset; nil if there is none. FAT32 has a second boot sector for when the first is lost.
    init?(_ medium: any ByteSource, at start: Int64, size: Int64) {
        for offset in [0, 6 * 512] as [Int64] {
            guard let sector = medium.exactly(512, at: start + offset), sector.little(510, 2) == 0xAA55,
                let volume = FATVolume(bootSector: sector, medium, at: start, size: size)
            else { continue }
            self = volume
            return
        }
        return nil
    }

    /// Bytes a sector u16 @11, sectors a cluster u8 @13, reserved sectors u16 @14, tables u8 @16, entries of the root u16
    /// @17, sectors u16 @19 or u32 @32, sectors a table u16 @22 or u32 @36, first cluster of the root u32 @44.
    private init?(bootSector: ArraySlice<UInt8>, _ medium: any ByteSource, at start: Int64, size: Int64) {
        let bytesPerSector = bootSector.little(11, 2)
        let sectorsPerCluster = bootSector.little(13, 1)
        let reserved = bootSector.little(14, 2)
        tables = bootSector.little(16, 1)
        let rootEntries = bootSector.little(17, 2)
        let isFAT32 = bootSector.little(22, 2) == 0
        let sectorsPerTable = isFAT32 ? bootSector.little(36, 4) : bootSector.little(22, 2)
        let sectors = bootSector.little(19, 2) == 0 ? bootSector.little(32, 4) : bootSector.little(19, 2)
        guard [512, 1024, 2048, 4096].contains(bytesPerSector), (1...128).contains(sectorsPerCluster),
            sectorsPerCluster.nonzeroBitCount == 1, reserved > 0, (1...2).contains(tables), sectorsPerTable > 0
        else { return nil }
        let rootSectors = (rootEntries * 32 + bytesPerSector - 1) / bytesPerSector
        let before = reserved + tables * sectorsPerTable + rootSectors
        let present = min(sectors, Int(size / Int64(bytesPerSector)))
        guard present > before else { return nil }
        // No more clusters than the table has entries for.
        let bits = isFAT32 ? 32 : (sectors - before) / sectorsPerCluster < 4085 ? 12 : 16
        clusters = min((present - before) / sectorsPerCluster, sectorsPerTable * bytesPerSector * 8 / bits - 2)
        kind = Kind(rawValue: bits) ?? .fat32
        bytesPerCluster = bytesPerSector * sectorsPerCluster
        table = Int64(reserved * bytesPerSector)
        tableSize = Int64(sectorsPerTable * bytesPerSector)
        data = Int64(before * bytesPerSector)
        let area = Int64((reserved + tables * sectorsPerTable) * bytesPerSector)
        root = isFAT32 ? .cluster(bootSector.little(44, 4)) : .area(start: area, size: rootEntries * 32)
        self.medium = medium
        self.start = start
    }

    /// The content of the root directory.
    var rootDirectory: ArraySlice<UInt8> {
        switch root {
        case .cluster(let first): content(from: first, limit: FATEntry.maximumDirectorySize)
        case .area(let offset, let size): medium.read(at: start + offset, count: size)
        }
    }

    /// What a chain of clusters holds, at most `limit` bytes, up to its end or to where it is damaged.
    func content(from first: Int, limit: Int) -> ArraySlice<UInt8> {
        var content: [UInt8] = []
        var cluster = first
        // A chain that goes in circles would be longer than the volume.
        var steps = 0
        while isCluster(cluster), content.count < limit, steps < clusters {
            let wanted = min(bytesPerCluster, limit - content.count)
            let offset = start + data + Int64(cluster - 2) * Int64(bytesPerCluster)
            let bytes = medium.read(at: offset, count: wanted)
            content += bytes
            if bytes.count < wanted { break }
            cluster = content.count < limit ? next(cluster) : 0
            steps += 1
        }
        return content[...]
    }

    private func isCluster(_ number: Int) -> Bool { number >= 2 && number - 2 < clusters }

    /// The cluster behind another, by the first table that has one or says that the chain ends; 0 at the end.
    private func next(_ cluster: Int) -> Int {
        for copy in 0..<tables {
            let place = start + table + Int64(copy) * tableSize
            let entry: Int?
            let end: Int
            switch kind {
            case .fat12:
                let pair = medium.exactly(2, at: place + Int64(cluster * 3 / 2))?.little(0, 2)
                entry = pair.map { cluster.isMultiple(of: 2) ? $0 & 0xFFF : $0 >> 4 }
                end = 0xFF8
            case .fat16:
                entry = medium.exactly(2, at: place + Int64(cluster * 2))?.little(0, 2)
                end = 0xFFF8
            case .fat32:
                entry = medium.exactly(4, at: place + Int64(cluster * 4)).map { $0.little(0, 4) & 0x0FFF_FFFF }
                end = 0x0FFF_FFF8
            }
            if let entry, entry >= end { return 0 }
            if let entry, isCluster(entry) { return entry }
        }
        return 0
    }
}

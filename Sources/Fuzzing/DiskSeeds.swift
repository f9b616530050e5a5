internal import DiskFormats

/// Disks and volumes for the readers of partition tables and FAT.
enum DiskSeeds {
    /// A GUID partition table with two partitions, in both copies, on a disk of 1 MiB; and an MBR.
    static let tables: [[UInt8]] = [
        SparseImage.encode([
            (0, zeros(512)), (512, header(own: 1, other: 2047, entries: 2) + table), (backup, table + end),
        ]),
        VolumeSeeds.partitionTable,
    ]

    /// FAT12 and FAT32, with a log under a long name in a folder.
    static let volumes: [[UInt8]] = [SparseImage.encode([(0, StickSeeds.volume)]), SparseImage.encode([(0, fat32)])]

    private static let backup: Int64 = (2048 - 33) * 512
    private static let end = header(own: 2047, other: 1, entries: 2015)
    private static let table: [UInt8] = {
        let entries = [(34, 99, "UNLOOP"), (100, 2014, "UNLOOP-LOG")].enumerated().flatMap { number, entry in
            let units = entry.2.utf16.flatMap { [UInt8($0), 0] }
            return PartitionType.basicData.bytes + [UInt8](repeating: UInt8(number + 1), count: 16)
                + little(UInt64(entry.0)) + little(UInt64(entry.1)) + zeros(8) + units + zeros(72 - units.count)
        }
        return entries + zeros(16_384 - entries.count)
    }()

    private static func header(own: UInt64, other: UInt64, entries: UInt64) -> [UInt8] {
        var header = Array("EFI PART".utf8) + [0, 0, 1, 0, 92, 0, 0, 0] + zeros(8) + little(own) + little(other)
        header += little(UInt64(34)) + little(UInt64(2014)) + [UInt8](repeating: 9, count: 16) + little(entries)
        header += little(UInt32(128)) + little(UInt32(128)) + little(CRC32.of(table))
        header.replaceSubrange(16..<20, with: little(CRC32.of(header)))
        return header + zeros(512 - header.count)
    }

    /// 64 sectors: boot sector, hints and copy in 8 reserved ones, one table, then a cluster each.
    private static let fat32: [UInt8] = {
        var boot: [UInt8] = [0xEB, 0x58, 0x90] + Array("MTOO4043".utf8) + [0, 2, 1, 8, 0, 1, 0, 0, 0, 0, 0xF8, 0, 0]
        boot += zeros(8) + [64, 0, 0, 0] + [1, 0, 0, 0] + zeros(4) + [2, 0, 0, 0] + [1, 0] + [6, 0]
        boot += zeros(510 - boot.count) + [0x55, 0xAA]
        var hints = Array("RRaA".utf8) + zeros(480) + Array("rrAa".utf8) + [0xFF, 0xFF, 0xFF, 0xFF]
        hints += zeros(512 - hints.count)
        let links: [UInt32] = [0x0FFF_FFF8, 0x0FFF_FFFF, 0x0FFF_FFFF, 0x0FFF_FFFF, 5, 0x0FFF_FFFF]
        let table = links.flatMap { little($0) }
        let root = StickSeeds.root.prefix(32) + StickSeeds.entry("LOGS       ", 0x10, cluster: 3, size: 0)
        let folder =
            StickSeeds.entry(".          ", 0x10, cluster: 3, size: 0)
            + StickSeeds.entry("..         ", 0x10, cluster: 0, size: 0) + StickSeeds.longName
            + StickSeeds.entry("A~1     JSO", 0x20, cluster: 4, size: 600)
        let parts = boot + hints + zeros(512 * 4) + boot + zeros(512) + table + zeros(512 - table.count)
        let data = root + zeros(512 - root.count) + folder + zeros(512 - folder.count) + StickSeeds.content
        return parts + data + zeros(64 * 512 - parts.count - data.count)
    }()

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

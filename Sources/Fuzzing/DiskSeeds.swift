internal import DiskFormats

/// Disks and volumes for the readers of partition tables and FAT.
enum DiskSeeds {
    /// A GUID partition table with two partitions, in both copies, on a disk of 1 MiB; an MBR; and what is left of an array.
    static let tables: [[UInt8]] = [
        SparseImage.encode([
            (0, zeros(512)), (512, header(own: 1, other: 2047, entries: 2) + table), (backup, table + end),
        ]),
        VolumeSeeds.partitionTable,
        SparseImage.encode([((1 << 20) - 1024, Array("Intel Raid ISM Cfg Sig. 1.0.00".utf8) + zeros(994))]),
    ]

    /// FAT12 and FAT32, with a log under a long name in a folder.
    static let volumes: [[UInt8]] = [SparseImage.encode([(0, StickSeeds.volume)]), SparseImage.encode([(0, fat32)])]

    private static let backup: Int64 = (2048 - 33) * 512
    private static let end = header(own: 2047, other: 1, entries: 2015)
    private static let table: [UInt8] = {
        var table: [UInt8] = []
        for (number, entry) in [(34, 99, "UNLOOP"), (100, 2014, "UNLOOP-LOG")].enumerated() {
            table += PartitionType.basicData.bytes
            table += [UInt8](repeating: UInt8(number + 1), count: 16)
            table += little(entry.0, 8) + little(entry.1, 8) + zeros(8)
            table += entry.2.utf16.flatMap { little(Int($0), 2) }
            table += zeros((number + 1) * 128 - table.count)
        }
        return table + zeros(16_384 - table.count)
    }()

    private static func header(own: Int, other: Int, entries: Int) -> [UInt8] {
        var header = Array("EFI PART".utf8)
        header += little(0x10000, 4) + little(92, 4) + zeros(8)
        header += little(own, 8) + little(other, 8) + little(34, 8) + little(2014, 8)
        header += [UInt8](repeating: 9, count: 16)
        header += little(entries, 8) + little(128, 4) + little(128, 4)
        header += little(Int(CRC32.of(table)), 4)
        header.replaceSubrange(16..<20, with: little(Int(CRC32.of(header)), 4))
        return header + zeros(512 - header.count)
    }

    /// 64 sectors: boot sector, hints and copy in 8 reserved ones, one table, then a cluster each.
    private static let fat32: [UInt8] = {
        var boot: [UInt8] = [0xEB, 0x58, 0x90]
        boot += Array("MTOO4043".utf8)
        // 512 bytes a sector, one sector a cluster, 8 reserved ones, one table.
        boot += little(512, 2) + little(1, 1) + little(8, 2) + little(1, 1)
        boot += zeros(4) + little(0xF8, 1) + zeros(10)
        // 64 sectors, one of them the table; root in cluster 2, hints in sector 1, the copy in sector 6.
        boot += little(64, 4) + little(1, 4) + zeros(4) + little(2, 4) + little(1, 2) + little(6, 2)
        boot += zeros(510 - boot.count) + little(0xAA55, 2)
        var hints = Array("RRaA".utf8) + zeros(480)
        hints += Array("rrAa".utf8) + little(0xFFFF_FFFF, 4)
        hints += zeros(512 - hints.count)
        let links = [0x0FFF_FFF8, 0x0FFF_FFFF, 0x0FFF_FFFF, 0x0FFF_FFFF, 5, 0x0FFF_FFFF]
        var volume = boot + hints + zeros(512 * 4)
        volume += boot + zeros(512)
        volume += links.flatMap { little($0, 4) }
        volume += zeros(9 * 512 - volume.count)
        volume += StickSeeds.root.prefix(32)
        volume += StickSeeds.entry("LOGS       ", 0x10, cluster: 3, size: 0)
        volume += zeros(10 * 512 - volume.count)
        volume += StickSeeds.entry(".          ", 0x10, cluster: 3, size: 0)
        volume += StickSeeds.entry("..         ", 0x10, cluster: 0, size: 0)
        volume += StickSeeds.longName
        volume += StickSeeds.entry("A~1     JSO", 0x20, cluster: 4, size: 600)
        volume += zeros(11 * 512 - volume.count)
        volume += StickSeeds.content
        return volume + zeros(64 * 512 - volume.count)
    }()

    private static func little(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

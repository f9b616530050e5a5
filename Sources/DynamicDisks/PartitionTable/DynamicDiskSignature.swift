internal import DiskFormats

/// How the partition table of a disk says that the disk is dynamic.
enum DynamicDiskSignature: Equatable {
    /// An MBR with a partition of type 0x42.
    case mbr
    /// A GPT; the metadata partition's sectors, which are nil when there are data partitions alone.
    case gpt(metadata: ClosedRange<UInt64>?)

    private enum Field {
        /// The table of four partitions in the first sector, and the byte with the type in each.
        static let partitions = 446
        static let partitionSize = 16
        static let partitionType = 4
        /// 0x55 0xAA.
        static let mark = 510
    }
    private enum PartitionType {
        static let dynamic: UInt8 = 0x42
        static let protective: UInt8 = 0xEE
        static let metadata = GUID("5808C8AA-7E8F-42E0-85D2-E1E90434CFB3")
        static let data = GUID("AF9B60A0-1431-4F62-BC68-3311714A69AD")
    }

    /// nil: the disk is not dynamic.
    ///
    /// A sound GPT comes before the partitions of an MBR, as in Linux.
    static func of(_ disk: DiskSectors) throws(DatabaseProblem) -> DynamicDiskSignature? {
        guard disk.count > 0 else { return nil }
        let sector = try disk.read(0, count: 1, "the first sector")
        let isMarked = sector[Field.mark] == 0x55 && sector[Field.mark + 1] == 0xAA
        let types = (0..<4).map { number in
            isMarked ? sector[Field.partitions + number * Field.partitionSize + Field.partitionType] : 0
        }
        let isProtected = types.contains(PartitionType.protective)
        // A zeroed first sector hides the table from Linux, and not from whoever reads it all the same.
        if isProtected || types.allSatisfy({ $0 == 0 }) {
            let ends = DiskEnds(disk)
            if let table = try? GUIDPartitionTable.read(ends, policy: .tolerant(OddityList())) {
                return gpt(table, sectorSize: disk.sectorSize)
            }
            if isProtected, ends.isIncomplete { throw .unreadable("the partition table cannot be read") }
        }
        return types.contains(PartitionType.dynamic) ? .mbr : nil
    }

    private static func gpt(_ table: GUIDPartitionTable, sectorSize: Int) -> DynamicDiskSignature? {
        // Linux shows no partitions of a table for sectors of another size.
        guard table.sectorSize == Int64(sectorSize) else { return nil }
        let metadata = table.partitions.first { $0.type == PartitionType.metadata }
        guard metadata != nil || table.partitions.contains(where: { $0.type == PartitionType.data }) else { return nil }
        return .gpt(metadata: metadata.map { UInt64($0.start)...UInt64($0.start + $0.size - 1) })
    }
}

internal import DiskFormats

/// How the partition table of a disk says that the disk is dynamic.
enum DynamicDiskSignature: Equatable {
    /// An MBR with a partition of type 0x42.
    case mbr
    /// A GPT; the metadata partition's sectors, which are nil when there are data partitions alone.
    case gpt(metadata: ClosedRange<UInt64>?)

    /// The type of an MBR's partition that is all of a dynamic disk.
    private static let mbrType: UInt8 = 0x42

    /// nil: the disk is not dynamic.
    ///
    /// A sound GPT comes before the partitions of an MBR, as in Linux.
    static func of(_ disk: DiskSectors) throws(DatabaseProblem) -> DynamicDiskSignature? {
        guard disk.count > 0 else { return nil }
        let types = MasterBootRecord.types(of: MemoryBytes(try disk.read(0, count: 1, "the first sector")))
        let isProtected = types.contains(MasterBootRecord.protectiveType)
        // A zeroed first sector hides the table from Linux, and not from whoever reads it all the same.
        if isProtected || types.allSatisfy({ $0 == 0 }) {
            let ends = DiskEnds(disk)
            if let table = try? GUIDPartitionTable.read(ends, policy: .tolerant(OddityList())) {
                return gpt(table, sectorSize: disk.sectorSize)
            }
            if isProtected, ends.isIncomplete { throw .unreadable("the partition table cannot be read") }
        }
        return types.contains(mbrType) ? .mbr : nil
    }

    private static func gpt(_ table: GUIDPartitionTable, sectorSize: Int) -> DynamicDiskSignature? {
        // Linux shows no partitions of a table for sectors of another size.
        guard table.sectorSize == Int64(sectorSize) else { return nil }
        let metadata = table.partitions.first { $0.type == PartitionType.dynamicMetadata }
        guard metadata != nil || table.partitions.contains(where: { $0.type == PartitionType.dynamicData }) else {
            return nil
        }
        return .gpt(metadata: metadata.map { UInt64($0.start)...UInt64($0.start + $0.size - 1) })
    }
}

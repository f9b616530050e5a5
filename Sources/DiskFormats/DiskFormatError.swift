public import Diagnostics

/// The stable identifiers of this module's errors.
public enum DiskFormatErrorCode: String, ErrorCode {
    /// There is no partition table.
    case noPartitionTable = "partition-table-missing"
    /// A partition table contradicts itself, or reaches beyond the disk.
    case tableDamaged = "partition-table-damaged"
    /// There is no FAT file system.
    case noFileSystem = "fat-missing"
    /// A FAT file system contradicts itself, or reaches beyond its volume.
    case fileSystemDamaged = "fat-damaged"
    /// A source holds more than is read of one.
    case overBudget = "disk-over-budget"
}

/// What is wrong with a partition table or a file system, and where.
public typealias DiskFormatError = CodedError<DiskFormatErrorCode>

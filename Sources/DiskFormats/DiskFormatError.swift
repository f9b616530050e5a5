public import Diagnostics

/// What is wrong with a partition table or a file system.
public struct DiskFormatError: DiagnosticError, Equatable {
    /// The stable identifiers of this module's errors.
    public enum Code: String, Sendable, CaseIterable {
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

    /// Which of the errors it is.
    public let code: Code
    /// The place and what is wrong there.
    public let message: String
    /// Nothing: what is wrong are the bytes.
    public var cause: (any Error)? { nil }
    /// The code as it appears in logs.
    public var codeText: String { code.rawValue }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

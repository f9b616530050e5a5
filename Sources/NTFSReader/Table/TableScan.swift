/// What a pass over the whole file table has brought.
public struct TableScan: Sendable {
    /// The names that were looked for, in the order of their records.
    public internal(set) var names: [FoundName] = []
    /// Whether there were more of them than are kept.
    public internal(set) var isCutShort = false
    /// Records in use that could not be read or contradict themselves: the first ones.
    public internal(set) var faults: [NTFSFault] = []
    /// How many there were.
    public internal(set) var faultCount = 0
    /// Names that only one of a folder's index and the files' own records has.
    public internal(set) var disagreements: [NameDisagreement] = []
    /// Records that were looked at.
    public internal(set) var recordCount: UInt64 = 0

    /// Whether every record in use was read.
    public var isComplete: Bool { faultCount == 0 && !isCutShort }
}

/// A name in the file table.
public struct FoundName: Sendable, Hashable {
    /// The name, as stored.
    public let name: NTFSFileName
    /// What it is for.
    public let namespace: NameSpace
    /// The record of what it names.
    public let reference: RecordReference
    /// The folder that it says it is in.
    public let parent: RecordReference
    /// The path of that folder from the root, or nil where it cannot be told.
    public internal(set) var parentPath: [String]?
    /// Whether the record is in use: a removed file's name stays until its record is used again.
    public internal(set) var isInUse: Bool
    /// Whether it is a folder's.
    public let isFolder: Bool
}

/// A name of which a folder's index and the record of the file say different things.
public struct NameDisagreement: Sendable, Hashable {
    /// What is different.
    public enum Kind: String, Sendable {
        /// The index lists it; its record does not bear it, or cannot be read.
        case onlyInIndex = "only-in-index"
        /// A record in use says that it is in the folder; the index does not list it.
        case onlyInTable = "only-in-table"
        /// One has it for a folder, the other does not.
        case kind
    }

    /// What is different.
    public let kind: Kind
    /// The folder's path from the root.
    public let folder: [String]
    /// The name.
    public let name: NTFSFileName
    /// The record.
    public let reference: RecordReference
}

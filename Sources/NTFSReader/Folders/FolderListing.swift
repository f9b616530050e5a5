/// What a folder's index lists, and what of the index could not be read.
public struct FolderListing: Sendable {
    /// The folder's path from the root, by the names as stored.
    public let path: [String]
    /// The folder's record.
    public let reference: RecordReference
    /// The names, in the order of the index; the root's own name `.` too.
    public let entries: [FolderEntry]
    /// What could not be read of the index, or contradicts itself.
    public let faults: [NTFSFault]
    /// Blocks of the index that were read.
    public let blockCount: Int
    /// How many nodes lie between the index's root and its deepest leaf, both counted.
    public let depth: Int

    /// Whether every block of the index was read and agrees with the others: only then a name that is not listed is absent.
    public var isComplete: Bool { faults.isEmpty }
}

/// What is known of the folder at a path.
public enum FolderAnswer: Sendable {
    /// It is there; whether the listing is complete is another question.
    case listed(FolderListing)
    /// It is not there: the last folder on the way was read whole and does not list it.
    case absent
    /// There is something else of the name.
    case notAFolder
    /// The folder is a link, a junction or a mount point, which are not followed.
    case link
    /// Whether it is there is not known.
    case unknown([NTFSFault])
}

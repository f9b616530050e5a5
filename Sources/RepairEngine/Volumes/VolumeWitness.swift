/// A second reader of a volume, independent of the driver that has it mounted. Drivers list a folder of which they cannot
/// read a part as if that part were empty (ntfs3 does: measured); a witness says of what it lists whether it is complete.
public protocol VolumeWitness {
    /// What a folder lists. Paths are as the driver lists them.
    func list(_ folder: [String]) -> WitnessedFolder
    /// Reads the whole file table once, and holds the names that files bear against those that folders list.
    ///
    /// - Parameter folders: those that count; others are not compared.
    func compare(_ folders: [[String]]) -> [WitnessedDifference]
}

/// What a witness saw of a folder.
public struct WitnessedFolder: Sendable, Equatable {
    /// The names, without those for DOS and those of the file system's own files.
    public let entries: [TreeEntry]
    /// What could not be read, each with its place; empty when the listing is complete.
    public let gaps: [String]

    /// A listing.
    public init(entries: [TreeEntry], gaps: [String]) {
        self.entries = entries
        self.gaps = gaps
    }
}

/// A name of which a folder and the file's own record say different things.
public struct WitnessedDifference: Sendable, Equatable {
    /// The folder.
    public let folder: [String]
    /// What is different, in words.
    public let text: String

    /// A difference.
    public init(folder: [String], text: String) {
        self.folder = folder
        self.text = text
    }
}

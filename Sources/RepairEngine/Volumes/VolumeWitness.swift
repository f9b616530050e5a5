internal import Diagnostics

/// A second reader of a volume, independent of the driver that has it mounted. A driver may list a folder of which it cannot
/// read a part as if that part were empty (ntfs3 does: measured); a witness says whether what it lists is complete.
///
/// It sees the volume as it is when it is first asked, and is not used after a change.
public protocol VolumeWitness: AnyObject {
    /// Whether anything can be said of the volume.
    ///
    /// - Throws: Why no answer about it could be complete: it cannot be read at all, or is longer than its partition.
    func checkVolume() throws
    /// What a folder lists. Paths are as the driver lists them.
    func list(_ folder: [String]) -> WitnessedFolder
    /// Reads the whole file table once, and compares the names that its records bear with those that folders list.
    ///
    /// - Parameters:
    ///   - folders: The folders to compare.
    ///   - isWanted: Whether a name is looked for, whatever folder it is in.
    func readFileTable(comparing folders: [[String]], for isWanted: (String) -> Bool) -> WitnessedFileTable
}

/// What a witness saw of a folder.
public struct WitnessedFolder: Sendable, Equatable {
    /// The names, without the short ones for DOS and those of the file system's own files.
    public let entries: [TreeEntry]
    /// What could not be read, each with its place; empty when the listing is complete.
    public let gaps: [String]

    /// A listing.
    public init(entries: [TreeEntry], gaps: [String]) {
        self.entries = entries
        self.gaps = gaps
    }
}

/// What a witness saw of the file table.
public struct WitnessedFileTable: Sendable, Equatable {
    /// A name of which a folder and the file's own record say different things.
    public struct Difference: Sendable, Equatable {
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

    /// What could not be read, each with its place: the first ones.
    public let gaps: [String]
    /// How many there are.
    public let gapCount: Int
    /// Names that only one of a folder and the file's own record has.
    public let differences: [Difference]
    /// Wanted names that records in use bear and to which no folder leads, each with its record.
    public let strays: [String]

    /// What was seen.
    public init(gaps: [String] = [], gapCount: Int? = nil, differences: [Difference] = [], strays: [String] = []) {
        self.gaps = gaps
        self.gapCount = gapCount ?? gaps.count
        self.differences = differences
        self.strays = strays
    }
}

/// What a witness found, as the cause of an error.
struct WitnessFinding: DiagnosticError {
    let message: String
    var codeText: String { "witness" }
    var cause: (any Error)? { nil }

    init(_ message: String) { self.message = message }

    /// The first of several findings, and how many more there are.
    init(first: String, of count: Int) {
        message = count > 1 ? "\(first), and \(count - 1) more" : first
    }
}

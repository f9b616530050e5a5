package import RepairEngine

/// A second reader that sees what a volume in memory holds, but for what a test takes from it.
package final class FakeWitness: VolumeWitness {
    /// What could not be read of a folder.
    package var gaps: [String: [String]] = [:]
    /// What could not be read of the file table.
    package var tableGaps: [String] = []
    /// Names that this reader alone does not see, or sees.
    package var hidden: Set<String> = []
    package var added: Set<String> = []
    package var differences: [WitnessedFileTable.Difference] = []
    package var strays: [String] = []
    /// Why nothing can be said of the volume.
    package var volumeError: (any Error)?
    /// The folders that were compared with the file table.
    package private(set) var compared: [[String]] = []

    fileprivate var tree: FakeTree?

    package init() {}

    package func checkVolume() throws { if let volumeError { throw volumeError } }

    package func list(_ folder: [String]) -> WitnessedFolder {
        let path = folder.joined(separator: "/")
        let prefix = path.isEmpty ? "" : path + "/"
        let seen = ((try? tree?.entries(of: folder)) ?? []).filter { !hidden.contains(prefix + $0.name) }
        let more = added.filter { $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains("/") }
        return WitnessedFolder(
            entries: seen + more.map { TreeEntry(name: String($0.dropFirst(prefix.count)), kind: .file) },
            gaps: gaps[path] ?? [])
    }

    package func readFileTable(
        comparing folders: [[String]], for isWanted: (String) -> Bool
    ) -> WitnessedFileTable {
        compared = folders
        return WitnessedFileTable(
            gaps: tableGaps, differences: differences.filter { folders.contains($0.folder) },
            strays: strays.filter(isWanted))
    }
}

extension FakeVolume {
    /// Adds a second reader, and changes what it sees.
    @discardableResult
    package func addWitness(_ change: (FakeWitness) -> Void = { _ in }) -> FakeWitness {
        let witness = FakeWitness()
        change(witness)
        makeWitness = { tree in
            witness.tree = tree
            return witness
        }
        return witness
    }
}

internal import Diagnostics
internal import Remedy

/// A mounted tree whose folders count only where its driver and a second reader list the same names, and that reader saw
/// the whole of the folder's index. What was listed once is not asked again: a look changes nothing.
final class WitnessedTree: VolumeTree {
    /// Names that are kept for a second question.
    private static let keptNames = 100_000

    private let tree: any VolumeTree
    /// The second reader, if there is one.
    let witness: (any VolumeWitness)?
    /// The folders that were listed.
    private var folders: [[UInt8]: [String]] = [:]
    private var known: [[UInt8]: [TreeEntry]] = [:]
    private var knownCount = 0

    /// - Throws: Why no second reader can say anything complete of the volume.
    init(_ tree: any VolumeTree) throws {
        self.tree = tree
        witness = tree.makeWitness()
        try witness?.checkVolume()
    }

    func entries(of folder: [String]) throws(TreeError) -> [TreeEntry] {
        let key = pathBytes(folder)
        if let entries = known[key] { return entries }
        // First the second reader: what it cannot read is a better reason than the driver's refusal.
        let witnessed = witness?.list(folder)
        if let witnessed, let first = witnessed.gaps.first {
            throw TreeError(
                .incompleteFolder, path: folder, cause: WitnessFinding(first: first, of: witnessed.gaps.count))
        }
        let shown = try tree.entries(of: folder)
        if let witnessed { try Self.compare(shown, witnessed.entries, in: folder) }
        folders[key] = folder
        if knownCount + shown.count <= Self.keptNames {
            known[key] = shown
            knownCount += shown.count
        }
        return shown
    }

    /// The names in a folder by their bytes.
    func names(in folder: [String]) throws(TreeError) -> Set<[UInt8]> {
        Set(try entries(of: folder).map { Self.key($0.name) })
    }

    /// Reads the file table and says what speaks against the folders that were listed: the root, and those of the
    /// installations.
    ///
    /// - Parameter remedies: Whose files must not be in the table without a folder that leads to them.
    func fileTableProblems(_ installations: [WindowsSearch.Installation], _ remedies: [Remedy]) -> [TreeError] {
        guard let witness else { return [] }
        let inside = Set(installations.map { Self.key($0.folder) })
        let compared = folders.values.filter { path in path.first.map { inside.contains(Self.key($0)) } ?? true }
        let rules = remedies.flatMap(\.rules)
        let table = witness.readFileTable(comparing: compared.sorted { $0.lexicographicallyPrecedes($1) }) { name in
            rules.contains { $0.name.matches(name) }
        }
        var problems: [TreeError] = []
        if let first = table.gaps.first {
            problems.append(
                TreeError(.incompleteFileTable, path: [], cause: WitnessFinding(first: first, of: table.gapCount)))
        }
        problems += table.differences.map { found in
            TreeError(.namesDiffer, path: found.folder, cause: WitnessFinding(found.text))
        }
        problems += table.strays.map { TreeError(.namesDiffer, path: [], cause: WitnessFinding($0)) }
        return problems
    }

    private static func compare(
        _ shown: [TreeEntry], _ witnessed: [TreeEntry], in folder: [String]
    ) throws(TreeError) {
        var waiting: [[UInt8]: TreeEntry] = [:]
        for entry in witnessed { waiting[key(entry.name)] = entry }
        for entry in shown {
            guard let other = waiting.removeValue(forKey: key(entry.name)) else {
                throw differ("the driver lists \(entry.name), the folder's index does not", in: folder)
            }
            // Whoever judges links judges a link of any kind, and what the driver does not say.
            if [entry.kind, other.kind].allSatisfy({ $0 == .file || $0 == .folder }), entry.kind != other.kind {
                throw differ("only one of driver and index has \(entry.name) for a folder", in: folder)
            }
        }
        if let missing = waiting.values.map(\.name).min() {
            let more = waiting.count > 1 ? " (and \(waiting.count - 1) more)" : ""
            throw differ("the folder's index lists \(missing)\(more), the driver does not", in: folder)
        }
    }

    private static func differ(_ text: String, in folder: [String]) -> TreeError {
        TreeError(.namesDiffer, path: folder, cause: WitnessFinding(text))
    }

    /// A name by its bytes. Drivers differ in what they make of half a surrogate pair: it does not count.
    static func key(_ name: String) -> [UInt8] {
        guard name.utf8.contains(0xEF) else { return Array(name.utf8) }
        return Array(String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "\u{FFFD}" })).utf8)
    }

    func facts(of file: [String]) throws(TreeError) -> FileFacts { try tree.facts(of: file) }
    func read(_ file: [String], into sink: (UnsafeRawBufferPointer) -> Void) throws(TreeError) {
        try tree.read(file, into: sink)
    }
    func remove(_ file: [String]) throws(TreeError) { try tree.remove(file) }
    func identity(systemHive: [String]?, softwareHive: [String]?) -> WindowsIdentity {
        tree.identity(systemHive: systemHive, softwareHive: softwareHive)
    }
}

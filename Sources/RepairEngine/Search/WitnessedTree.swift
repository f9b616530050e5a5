internal import Diagnostics
internal import Remedy

/// A tree whose folders count only where the driver and a second reader list the same names, and that reader saw all of
/// the folder's index.
final class WitnessedTree: VolumeTree {
    private let tree: any VolumeTree
    /// The second reader, if there is one.
    let witness: (any VolumeWitness)?
    /// The folders that were listed, by the bytes of their paths.
    private(set) var listed: [[UInt8]: (path: [String], names: Set<[UInt8]>)] = [:]

    init(_ tree: any VolumeTree) {
        self.tree = tree
        witness = tree.witness
    }

    func entries(of folder: [String]) throws(TreeError) -> [TreeEntry] {
        let shown = try tree.entries(of: folder)
        if let witness { try Self.compare(shown, witness.list(folder), in: folder) }
        listed[pathBytes(folder)] = (folder, Set(shown.map { Self.key($0.name) }))
        return shown
    }

    /// The names in a folder, as they were listed.
    func names(in folder: [String]) -> Set<[UInt8]>? { listed[pathBytes(folder)]?.names }

    /// What the file table knows of the folders that were listed and they do not.
    func differences() -> [TreeError] {
        guard let witness else { return [] }
        let folders = listed.values.map(\.path).sorted { $0.lexicographicallyPrecedes($1) }
        return witness.compare(folders).map { found in
            TreeError(.viewsDiffer, path: found.folder, cause: WitnessFinding(found.text))
        }
    }

    private static func compare(
        _ shown: [TreeEntry], _ witnessed: WitnessedFolder, in folder: [String]
    ) throws(TreeError) {
        if let first = witnessed.gaps.first {
            let more = witnessed.gaps.count > 1 ? " (and \(witnessed.gaps.count - 1) more)" : ""
            throw TreeError(.incompleteListing, path: folder, cause: WitnessFinding(first + more))
        }
        var waiting: [[UInt8]: TreeEntry] = [:]
        for entry in witnessed.entries { waiting[key(entry.name)] = entry }
        for entry in shown {
            guard let other = waiting.removeValue(forKey: key(entry.name)) else {
                throw differ("the driver lists \(entry.name), the file system's own index does not", in: folder)
            }
            // A link of any kind, and what the driver does not tell, is judged by who judges links.
            if [entry.kind, other.kind].allSatisfy({ $0 == .file || $0 == .folder }), entry.kind != other.kind {
                throw differ("\(entry.name) is a folder to one of driver and index only", in: folder)
            }
        }
        if let missing = waiting.values.map(\.name).min() {
            let more = waiting.count > 1 ? " (and \(waiting.count - 1) more)" : ""
            throw differ("the file system's index lists \(missing)\(more), the driver does not", in: folder)
        }
    }

    private static func differ(_ text: String, in folder: [String]) -> TreeError {
        TreeError(.viewsDiffer, path: folder, cause: WitnessFinding(text))
    }

    /// Names by their bytes. Drivers differ in what they make of half a surrogate pair: it does not count.
    private static func key(_ name: String) -> [UInt8] {
        Array(String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "\u{FFFD}" })).utf8)
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

/// What the second reader found, as the cause of an error.
struct WitnessFinding: DiagnosticError {
    let message: String
    var codeText: String { "witness" }
    var cause: (any Error)? { nil }

    init(_ message: String) { self.message = message }
}

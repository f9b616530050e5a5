internal import Diagnostics
internal import NTFSReader
internal import RepairEngine
internal import WindowsVolumes

/// The reader of our own, as the repair engine's second witness: over the device that a driver has mounted.
final class NTFSWitness: VolumeWitness {
    private let reader: NTFSVolumeReader?
    /// Why nothing can be said of the volume, or of no folder that it is complete.
    private let problem: String?
    /// Answers by the bytes of the paths: Swift takes two spellings of one letter for the same text.
    private var listings: [[UInt8]: FolderAnswer] = [:]

    init(device: String) {
        do {
            let reader = try NTFSVolumeReader(DeviceBytes(path: device), named: device)
            self.reader = reader
            problem = reader.faults.first { $0.kind == .outsidePartition && $0.part == .volume }?.description
        } catch {
            reader = nil
            problem = (error as? any DiagnosticError)?.message ?? "\(error)"
        }
    }

    func list(_ folder: [String]) -> WitnessedFolder {
        guard let reader else { return WitnessedFolder(entries: [], gaps: [problem ?? "the volume cannot be read"]) }
        let key = Self.key(folder)
        let answer = listings[key] ?? reader.folder(at: folder)
        listings[key] = answer
        let volume = problem.map { [$0] } ?? []
        switch answer {
        case .listed(let listing):
            let entries = listing.entries.filter { $0.namespace != .dos && $0.reference.number >= Self.firstUserRecord }
            return WitnessedFolder(
                entries: entries.map { TreeEntry(name: $0.name.text, kind: Self.kind(of: $0)) },
                gaps: volume + listing.faults.map(\.description))
        case .unknown(let faults): return WitnessedFolder(entries: [], gaps: volume + faults.map(\.description))
        case .absent: return WitnessedFolder(entries: [], gaps: volume + ["the file system's index does not list it"])
        case .notAFolder, .link:
            return WitnessedFolder(entries: [], gaps: volume + ["it is no folder in the file system's index"])
        }
    }

    /// The records before are the file system's own (Linux-NTFS documentation, "Files"): drivers do not list them.
    private static let firstUserRecord: UInt64 = 16

    private static func key(_ path: [String]) -> [UInt8] { Array(path.joined(separator: "/").utf8) }

    private static func kind(of entry: FolderEntry) -> TreeEntry.Kind {
        entry.isReparsePoint ? .link : entry.isFolder ? .folder : .file
    }

    func compare(_ folders: [[String]]) -> [WitnessedDifference] {
        guard let reader else { return [] }
        let compared = folders.compactMap { path -> FolderListing? in
            if case .listed(let listing) = listings[Self.key(path)] { listing } else { nil }
        }
        return reader.scan(comparing: compared).disagreements.map { found in
            let text =
                switch found.kind {
                case .onlyInIndex: "the folder lists \(found.name), but file record \(found.reference) does not bear it"
                case .onlyInTable:
                    "file record \(found.reference) names itself \(found.name), but the folder does not list it"
                case .kind: "\(found.name) is a folder to only one of index and file record \(found.reference)"
                }
            return WitnessedDifference(folder: found.folder, text: text)
        }
    }
}

internal import Diagnostics
internal import NTFSReader
internal import RepairEngine
internal import WindowsVolumes

/// The reader of our own, as the repair engine's second witness: over the device that a driver has mounted.
final class NTFSWitness: VolumeWitness {
    /// The records before are the file system's own (Linux-NTFS documentation, "Files"): drivers do not list them.
    private static let firstUserRecord: UInt64 = 16
    /// Names that are compared with the file table at once: each takes some 300 bytes.
    private static let comparedNames = 120_000

    private let device: String
    private let opened: Result<NTFSVolumeReader, any Error>

    init(device: String) {
        self.device = device
        opened = Result { try NTFSVolumeReader(DeviceBytes.open(device), named: device) }
    }

    func checkVolume() throws {
        let reader = try opened.get()
        guard reader.missingBytes == 0 else {
            throw VolumeError(
                .outsideVolume,
                "the NTFS volume is \(reader.missingBytes) bytes longer than its partition or disk, so a part of it is out "
                    + "of reach")
        }
    }

    func list(_ folder: [String]) -> WitnessedFolder {
        do {
            switch try opened.get().folder(at: folder) {
            case .listed(let listing):
                let entries = listing.entries.filter {
                    $0.namespace != .dos && $0.reference.number >= Self.firstUserRecord
                }
                return WitnessedFolder(
                    entries: entries.map { TreeEntry(name: $0.name.text, kind: Self.kind(of: $0)) },
                    gaps: listing.faults.map(\.description))
            case .unknown(let faults): return WitnessedFolder(entries: [], gaps: faults.map(\.description))
            case .absent: return WitnessedFolder(entries: [], gaps: ["the index of the folder above does not list it"])
            case .notAFolder, .link: return WitnessedFolder(entries: [], gaps: ["its file record is not a folder's"])
            }
        } catch {
            return WitnessedFolder(entries: [], gaps: [Self.text(error)])
        }
    }

    private static func kind(of entry: FolderEntry) -> TreeEntry.Kind {
        entry.isReparsePoint ? .link : entry.isFolder ? .folder : .file
    }

    private static func text(_ error: any Error) -> String { (error as? any DiagnosticError)?.message ?? "\(error)" }

    func readFileTable(comparing folders: [[String]], for isWanted: (String) -> Bool) -> WitnessedFileTable {
        let reader: NTFSVolumeReader
        do {
            reader = try opened.get()
        } catch {
            return WitnessedFileTable(gaps: [Self.text(error)])
        }
        var gaps = reader.faults.map(\.description)
        var listings: [FolderListing] = []
        var room = Self.comparedNames
        for folder in folders {
            guard case .listed(let listing) = reader.folder(at: folder), listing.entries.count <= room else {
                gaps.append("\(folder.joined(separator: "/")) has too many names to compare with the file table")
                continue
            }
            room -= listing.entries.count
            listings.append(listing)
        }
        let scan = reader.scan(comparing: listings) { isWanted($0.text) }
        let strays = scan.names.filter { $0.isInUse && !$0.isFolder && $0.parentPath == nil }
        return WitnessedFileTable(
            gaps: gaps + scan.faults.map(\.description), gapCount: gaps.count + scan.faultCount,
            differences: scan.disagreements.map(Self.difference),
            strays: strays.map { "file record \($0.reference) bears the name \($0.name), and no folder leads to it" })
    }

    private static func difference(_ found: NameDisagreement) -> WitnessedFileTable.Difference {
        let text =
            switch found.kind {
            case .onlyInIndex: "the folder lists \(found.name), but file record \(found.reference) has another name"
            case .onlyInTable: "file record \(found.reference) is named \(found.name), but the folder does not list it"
            case .kind: "only one of the folder and file record \(found.reference) has \(found.name) for a folder"
            }
        return WitnessedFileTable.Difference(folder: found.folder, text: text)
    }
}

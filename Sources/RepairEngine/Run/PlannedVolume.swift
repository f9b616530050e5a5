internal import RecoveryLog
internal import Vocabulary

/// A volume that was looked at: what was found, and which of it has been copied and may go.
struct PlannedVolume {
    let volume: any RepairableVolume
    /// The locked volume whose content this is; nil where nothing was locked.
    var outer: (any RepairableVolume)?
    let survey: Survey
    let windows: [WindowsEvent]
    let verdict: Verdict
    /// Whether the dirty flag is set, or could not be read.
    let mayBeDirty: Bool
    var removable: [RemedySearch.Match] = []
    var problems: [TreeError] = []
    /// Whether the journal was closed when the volume was last used.
    var isLogClean = false
    /// Whether a second reader has confirmed what was seen.
    var isWitnessed = false
    /// The folders from which something has to go, with the names in them.
    var folders: [FolderNames] = []
    /// The open BitLocker volume whose content this is; it is closed when the volume is done.
    var opened: (any UnlockedVolume)?

    /// Why nothing may be written: what holds for a locked volume holds for its content.
    var whyNotWritten: WriteRefusal? { outer?.whyNotWritten ?? volume.whyNotWritten }

    /// The paths of all that goes, in the order of the removal.
    var goingPaths: [[String]] { removable.isEmpty ? [] : survey.hibernationFiles + removable.map(\.path) }

    func result(_ outcome: Outcome, _ code: ReasonCode, _ reason: String, removed: [[String]] = []) -> VolumeResult {
        VolumeResult(
            volume.reference, outcome, code, reason, windows: windows,
            removed: removed.map { $0.joined(separator: "/") })
    }

    /// Locks an open volume again.
    ///
    /// - Returns: The result, or that of a volume which could not be closed: it may not be whole on the disk.
    func closed(after result: VolumeResult) -> VolumeResult { opened?.closed(after: result) ?? result }
}

/// A folder, and the names in it by their bytes.
struct FolderNames {
    let path: [String]
    let names: Set<[UInt8]>

    /// The folders of files.
    static func of(_ files: [[String]], in tree: WitnessedTree) throws(TreeError) -> [FolderNames] {
        var known: Set<[UInt8]> = []
        var folders: [FolderNames] = []
        for file in files {
            let path = Array(file.dropLast())
            if known.insert(pathBytes(path)).inserted {
                folders.append(FolderNames(path: path, names: try tree.names(in: path)))
            }
        }
        return folders
    }

    /// The names of removed files that are listed all the same.
    func left(after removed: [[String]], in tree: WitnessedTree) throws(TreeError) -> [[String]] {
        let folder = pathBytes(path)
        let now = try tree.names(in: path)
        return removed.filter { pathBytes($0.dropLast()) == folder && now.contains(WitnessedTree.key($0.last ?? "")) }
    }

    /// The names that had to stay and are not there any more.
    ///
    /// - Parameter removed: The paths that were to go.
    func lost(after removed: [[String]], in tree: WitnessedTree) throws(TreeError) -> [[String]] {
        let folder = pathBytes(path)
        let gone = Set(removed.filter { pathBytes($0.dropLast()) == folder }.map { WitnessedTree.key($0.last ?? "") })
        let now = try tree.names(in: path)
        return names.subtracting(gone).subtracting(now).sorted { $0.lexicographicallyPrecedes($1) }.map {
            path + [String(decoding: $0, as: UTF8.self)]
        }
    }
}

extension UnlockedVolume {
    func closed(after result: VolumeResult) -> VolumeResult {
        do {
            try close()
            return result
        } catch {
            let reason = "\(result.reason); but the volume cannot be closed: \(Wording.text(error))"
            return VolumeResult(
                result.volume, .failed, .cannotClose, reason, windows: result.windows, removed: result.removed)
        }
    }
}

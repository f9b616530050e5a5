internal import RecoveryLog
internal import Vocabulary

/// A volume that was looked at: what was found, and which of it has been copied and may go.
struct PlannedVolume {
    let volume: any RepairableVolume
    let survey: Survey
    let windows: [WindowsEvent]
    let verdict: Verdict
    /// Whether the dirty flag is set, or could not be read.
    let mayBeDirty: Bool
    var removable: [RemedySearch.Match] = []
    var problems: [TreeError] = []
    /// The open BitLocker volume whose content this is; it is closed when the volume is done.
    var opened: (any UnlockedVolume)?

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

internal import Diagnostics
internal import Digests
internal import RecoveryLog
internal import Remedy
internal import Timestamps
internal import Vocabulary

extension RepairEngine {
    /// What a failure's message leaves out: the whole chain of causes, for whoever reads the log.
    func recordDetail(of error: any Error, on volume: any RepairableVolume) {
        guard (error as? any DiagnosticError)?.cause != nil else { return }
        recorder.record(
            .note(
                NoteEvent(code: .detail, message: diagnosticTree(error), device: volume.reference.device)))
    }

    func record(_ mounted: MountedVolume, on volume: any RepairableVolume, for purpose: TreePurpose) {
        guard let purpose = purpose.logged else { return }
        recorder.record(
            .mounted(
                MountedEvent(
                    device: volume.reference.device, driver: mounted.driver, forced: mounted.forced, purpose: purpose)))
    }

    func record(_ match: RemedySearch.Match, on volume: any RepairableVolume, hash: SHA256Digest?) {
        recorder.record(
            .match(
                MatchEvent(
                    device: volume.reference.device, path: match.path.joined(separator: "/"), size: match.facts.size,
                    modified: UTCTime(seconds: match.facts.modified), sha256: hash, remedy: match.remedy,
                    decision: match.loggedDecision.decision, reason: match.loggedDecision.reason)))
    }
}

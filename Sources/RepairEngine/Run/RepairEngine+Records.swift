internal import Digests
internal import RecoveryLog
internal import Remedy
internal import Timestamps

extension RepairEngine {
    func record(_ mounted: MountedVolume, on volume: any RepairableVolume, for purpose: MountedEvent.Purpose) {
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

internal import RecoveryLog
public import Remedy
internal import Vocabulary

/// Takes the volumes of a machine through recognise, look, decide, act, verify, and says of each what became of it.
///
/// All volumes are looked at before the first is written: a Windows that is hibernated on one may hold another open.
/// Nothing is written to a volume before a file that has to go was found on it, and "repaired" is said only after a second
/// look, at the volume as it is then, has found nothing left.
public final class RepairEngine {
    /// What is looked for, asked in its order. It must not change once a volume was looked at.
    public var remedies: [Remedy]
    /// What the run may do. What is set while volumes wait holds for them too.
    public var settings: RepairSettings
    let recorder: any RunRecorder
    /// What opens BitLocker volumes; without it they stay locked.
    public var unlocker: (any VolumeUnlocker)?
    /// Where copies go; nil when there is no medium for them.
    public var quarantine: (any Quarantine)?
    /// The results so far, in the order in which they were reached.
    public private(set) var results: [VolumeResult] = []
    /// Volumes from which something has to go.
    private var waiting: [PlannedVolume] = []
    /// The volume on which a hibernated Windows was found, whose session is not given up.
    private(set) var hibernated: VolumeReference?

    /// Whether anything of the machine's own was found that is, or may be, a Windows, be it done or not.
    public var hasFoundWindows: Bool {
        !waiting.isEmpty || results.contains { !$0.isIrrelevant && !$0.isLeft && $0.outcome != .noWindows }
    }

    /// Whether a volume was looked at.
    public var hasBegun: Bool { !waiting.isEmpty || !results.isEmpty }

    /// An engine; the remedies are asked in their order.
    public init(remedies: [Remedy], settings: RepairSettings, recorder: any RunRecorder, quarantine: (any Quarantine)?)
    {
        self.remedies = remedies
        self.settings = settings
        self.recorder = recorder
        self.quarantine = quarantine
    }

    /// Looks at one volume. If nothing has to go from it, that is its outcome; else it waits for `finish`.
    ///
    /// Never throws: whatever goes wrong is an outcome.
    public func look(at volume: any RepairableVolume) {
        switch inspect(volume) {
        case .settled(let result): settle(result)
        case .planned(let planned): waiting.append(planned)
        }
    }

    /// Removes what has to go from the volumes that wait, and proves it.
    public func finish() {
        for planned in waiting { settle(planned.closed(after: refusal(of: planned) ?? act(on: planned))) }
        waiting = []
    }

    private func settle(_ result: VolumeResult) {
        let result = settings.removable == .leave ? result : result.asOwn
        if result.code == .hibernated, !result.isLeft { hibernated = result.volume }
        results.append(result)
        guard !result.isIrrelevant else { return }
        recorder.record(
            .volumeOutcome(
                VolumeOutcomeEvent(
                    device: result.volume.device, outcome: result.outcome, code: result.code, reason: result.reason,
                    removed: result.removed)))
    }
}

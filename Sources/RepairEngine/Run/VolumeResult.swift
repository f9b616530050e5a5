public import RecoveryLog
public import Vocabulary

/// What became of one volume.
public struct VolumeResult: Sendable, Equatable {
    /// The volume.
    public let volume: VolumeReference
    /// Its outcome.
    public let outcome: Outcome
    /// The reason's code.
    public let code: ReasonCode
    /// The reason in plain words.
    public let reason: String
    /// The Windows installations on it.
    public let windows: [WindowsEvent]
    /// The paths that were removed.
    public let removed: [String]
    /// Whether nothing on the volume could hold a Windows: then it says nothing about the machine.
    public let isIrrelevant: Bool

    /// Whether it is on a removable medium that is left alone: then it decides nothing where the machine has a Windows of its
    /// own.
    var isLeft: Bool { volume.removable == true }
    /// Whether a bad file stays on a removable medium.
    var leavesBadFile: Bool { isLeft && outcome == .refused && code == .removableDisk }

    /// The same of a volume that counts as the machine's.
    var asOwn: VolumeResult {
        VolumeResult(
            volume.asOwn, outcome, code, reason, windows: windows, removed: removed, isIrrelevant: isIrrelevant)
    }

    /// The same of a volume that may be the Windows which is looked for.
    var asFailed: VolumeResult { VolumeResult(volume, .failed, code, reason) }

    init(
        _ volume: VolumeReference, _ outcome: Outcome, _ code: ReasonCode, _ reason: String,
        windows: [WindowsEvent] = [], removed: [String] = [], isIrrelevant: Bool = false
    ) {
        self.volume = volume
        self.outcome = outcome
        self.code = code
        self.reason = reason
        self.windows = windows
        self.removed = removed
        self.isIrrelevant = isIrrelevant
    }
}

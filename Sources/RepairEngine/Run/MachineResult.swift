internal import RecoveryLog
public import Vocabulary

/// What became of a machine: the worst of its volumes decides; those on removable media only where there is no other Windows.
public struct MachineResult: Sendable, Equatable {
    /// The outcome.
    public let outcome: Outcome
    /// The reason's code: that of the volume that decided.
    public let code: ReasonCode
    /// The reason in plain words.
    public let reason: String
    /// What the person before the machine does next.
    public let next: String
    /// The volumes that could have held a Windows: first those that decided, last those without one, for which a small screen
    /// may lack the room.
    public let volumes: [VolumeResult]

    /// Sums up the results of all volumes.
    public init(_ results: [VolumeResult]) {
        let seen = results.filter { !$0.isIrrelevant }
        let hasOwn = seen.contains { !$0.isLeft && $0.outcome != .noWindows }
        // Where no Windows is seen, what is not recognised may be the one that is looked for.
        let relevant = hasOwn ? seen : seen.map { $0.code == .unknownContent && !$0.isLeft ? $0.asFailed : $0 }
        let own = relevant.filter { !$0.isLeft }
        let ownDecides = own.contains { $0.outcome != .noWindows }
        let counted = ownDecides ? own : relevant
        let decided = Outcome.ofMachine(counted.map(\.outcome))
        // A place where Windows may be says more than those where it is not.
        let all = counted.filter { $0.outcome == decided }
        let deciding = all.filter { $0.code == .virtualDisk } + all.filter { $0.code != .virtualDisk }
        let others = relevant.filter { $0.outcome != .noWindows }
        volumes =
            others.filter { $0.outcome == decided } + others.filter { $0.outcome != decided }
            + relevant.filter { $0.outcome == .noWindows }
        // A sound Windows on somebody's stick says nothing about a machine whose own is not seen.
        if !ownDecides, decided.isDone, let first = deciding.first(where: \.isLeft) {
            outcome = .noWindows
            code = .removableDisk
            reason = Wording.onlyRemovable(first.volume.device)
            next = code.advice
            return
        }
        outcome = decided
        code = deciding.first?.code ?? .noVolume
        reason = Self.reason(decided, deciding, all: volumes)
        next = Self.next(decided, code: code, volumes: volumes)
    }

    private static func reason(_ outcome: Outcome, _ deciding: [VolumeResult], all: [VolumeResult]) -> String {
        switch outcome {
        case .repaired:
            let removed = all.reduce(0) { $0 + $1.removed.count }
            return "\(Wording.files(removed)) removed and proven gone"
        case .noWindows where all.isEmpty:
            return "no NTFS or BitLocker volume was found on any disk"
        case .nothingToDo, .noWindows, .locked, .refused, .failed:
            guard let first = deciding.first else { return "no volume was found" }
            return "\(first.volume.device): \(first.reason)"
        }
    }

    /// What to do next: the advice for the reason, unless a repair left something locked.
    private static func next(_ outcome: Outcome, code: ReasonCode, volumes: [VolumeResult]) -> String {
        let isLocked = volumes.contains { $0.outcome == .locked && !$0.isLeft }
        let advice = outcome == .repaired && isLocked ? "Start Windows. A locked volume was left alone." : code.advice
        guard code != .removableDisk, let left = volumes.first(where: \.leavesBadFile) else { return advice }
        return "\(advice) A bad file is still on the removable disk (\(left.volume.device))."
    }
}

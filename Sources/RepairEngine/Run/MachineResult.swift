public import RecoveryLog

/// What became of a machine: the worst of its volumes decides.
public struct MachineResult: Sendable, Equatable {
    /// The outcome.
    public let outcome: Outcome
    /// The reason's stable code: that of the volume that decided.
    public let code: String
    /// The reason in plain words.
    public let reason: String
    /// What the person before the machine does next.
    public let next: String
    /// The volumes that could have held a Windows. Those that do not come last: a small screen may lack the room for them.
    public let volumes: [VolumeResult]

    /// Sums up the results of all volumes.
    public init(_ results: [VolumeResult]) {
        let relevant = results.filter { !$0.isIrrelevant }
        volumes = relevant.filter { $0.outcome != .noWindows } + relevant.filter { $0.outcome == .noWindows }
        let decided = Outcome.ofMachine(volumes.map(\.outcome))
        let deciding = volumes.filter { $0.outcome == decided }
        outcome = decided
        code = deciding.first?.code ?? "no-volume"
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

    private static func next(_ outcome: Outcome, code: String, volumes: [VolumeResult]) -> String {
        switch outcome {
        case .repaired where volumes.contains { $0.outcome == .locked }:
            "Start Windows. A locked volume was left alone."
        case .repaired: "Take the stick out and start Windows."
        case .nothingToDo: "Take the stick out and start Windows. If it still fails, the cause is another one."
        case .locked: "Have the BitLocker recovery key of the volume at hand; nothing was changed."
        case .refused where code == "look-only":
            "To remove what was found, start again, choose Repair, and have no look-only in the stick's settings."
        case .refused: "Nothing was changed on the volume that was refused; its line says why and what to do."
        case .failed: "This machine needs a closer look: its line says what went wrong. Keep the log."
        case .noWindows:
            "Check in the firmware setup that the disk is seen and not in a mode that hides it (RAID, VMD, remapped NVMe)."
        }
    }
}

internal import Diagnostics
public import Vocabulary

/// What became of a machine.
public struct MachineReport: Sendable {
    /// Its name.
    public let machine: OfflineMachine
    /// The outcome of the record; `refused` or `failed` where there is none.
    public let outcome: Outcome
    /// The code of the reason; of an error, its code.
    public let reason: String?
    /// The reason in words.
    public let text: String
    /// The path of the log.
    public let log: String?
    /// What `unloop undo` takes to put every byte back.
    public let undo: String?
    /// Whether the disks were changed; nil where a commit was begun and failed, so that a part may be written.
    public let isCommitted: Bool?
    /// How many seconds it took.
    public let seconds: Double

    /// The outcome that an error stands for: where nothing was begun because a disk must not be written, it is a refusal.
    static func outcome(of error: any Error) -> Outcome {
        switch error {
        case is VirtualDiskRefusal: .refused
        case let error as OfflineRepairError:
            switch error.code {
            case .diskInUse, .diskHasChildren, .machineSuspended, .busy: .refused
            case .diskUnreadable, .diskChanged, .badName, .imageMissing, .applianceFailed, .applianceHung, .stopped,
                .notProven, .toolFailed, .recordUnwritable, .commitFailed, .undoUnusable:
                .failed
            }
        default: .failed
        }
    }
}

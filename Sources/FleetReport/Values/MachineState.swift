internal import RecoveryLog
public import Vocabulary

/// Where a machine stands: the outcome of its newest run, or that its record has no outcome.
public enum MachineState: RawRepresentable, Sendable, CaseIterable {
    /// A bad file was removed, and a second look found it gone.
    case repaired
    /// There was nothing to remove.
    case nothingToDo
    /// Something could not be read, removed or verified.
    case failed
    /// Writing could have done harm, or the run was only to look.
    case refused
    /// No key at hand opened a volume.
    case locked
    /// No Windows was found.
    case noWindows
    /// The record has no outcome: it was cut off.
    case unfinished

    /// The state that an outcome means; `unfinished` without one, or with one that is not known.
    public init(outcome: String?) {
        self =
            switch outcome.flatMap(Outcome.init(rawValue:)) {
            case .repaired: .repaired
            case .nothingToDo: .nothingToDo
            case .failed: .failed
            case .refused: .refused
            case .locked: .locked
            case .noWindows: .noWindows
            case nil: .unfinished
            }
    }

    /// A state by its word; nil for a word that is none.
    public init?(rawValue: String) {
        guard let state = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = state
    }

    /// The word for programs: that of the outcome.
    public var rawValue: String { outcome?.rawValue ?? "unfinished" }

    /// The outcome; nil where the record has none.
    public var outcome: Outcome? {
        switch self {
        case .repaired: .repaired
        case .nothingToDo: .nothingToDo
        case .failed: .failed
        case .refused: .refused
        case .locked: .locked
        case .noWindows: .noWindows
        case .unfinished: nil
        }
    }

    /// Whether nothing is left to do at the machine.
    public var isDone: Bool { outcome?.isDone ?? false }

    /// The state in words, as a heading or a cell has it.
    public var title: String { outcome?.title ?? "Unfinished" }

    /// The state's place in `allCases`: done first, then what needs most work.
    var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How many machines are in each state.
public struct StateCounts: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: MachineState.allCases.count)

    /// No machines.
    public init() {}

    /// The number of machines in a state.
    public subscript(state: MachineState) -> Int {
        get { counts[state.index] }
        set { counts[state.index] = newValue }
    }

    /// All machines.
    public var total: Int { counts.reduce(0, +) }
    /// The machines with nothing left to do.
    public var done: Int { self[.repaired] + self[.nothingToDo] }
    /// The machines with something left to do.
    public var open: Int { total - done }
}

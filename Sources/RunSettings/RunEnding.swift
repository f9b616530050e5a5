internal import RecoveryLog
public import Vocabulary

/// What comes after a run, for each outcome.
public struct RunEnding: Sendable, Equatable, CustomStringConvertible {
    /// What the machine does when the outcome is known.
    public enum Action: String, Sendable, CaseIterable {
        /// It shows the outcome until somebody presses a key.
        case wait
        /// It restarts.
        case reboot
        /// It switches off.
        case poweroff
    }

    private let actions: [Outcome: Action]
    private let otherwise: Action

    /// One action for some outcomes, and one for all others.
    public init(_ actions: [Outcome: Action] = [:], otherwise: Action = .wait) {
        self.actions = actions
        self.otherwise = otherwise
    }

    /// What comes after an outcome.
    public func action(after outcome: Outcome) -> Action { actions[outcome] ?? otherwise }

    /// The actions as `unloop.yaml` has them.
    public var description: String {
        let special = Outcome.allCases.compactMap { outcome in
            actions[outcome].map { "\(outcome.rawValue): \($0.rawValue)" }
        }
        if special.isEmpty { return otherwise.rawValue }
        return "{\((special + ["otherwise: \(otherwise.rawValue)"]).joined(separator: ", "))}"
    }
}

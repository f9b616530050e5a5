public import Vocabulary

/// The end of a run: the machine is done.
public struct EndEvent: Sendable, Equatable, Codable {
    /// How it ended.
    public let outcome: Outcome
    /// Why, as a stable identifier in kebab-case.
    public let code: String
    /// Why, in plain words.
    public let reason: String
    /// What the person at the machine does next.
    public let next: String
    /// Seconds since the start, by a clock that is not set.
    public let seconds: Int

    /// An end.
    public init(outcome: Outcome, code: ReasonCode, reason: String, next: String, seconds: Int) {
        self.outcome = outcome
        self.code = code.rawValue
        self.reason = reason
        self.next = next
        self.seconds = seconds
    }
}

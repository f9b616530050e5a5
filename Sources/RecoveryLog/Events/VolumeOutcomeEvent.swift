public import Vocabulary

/// A volume is done.
public struct VolumeOutcomeEvent: Sendable, Equatable, Codable {
    /// The volume's device, such as `/dev/nvme0n1p3`.
    public let device: String
    /// How it ended.
    public let outcome: Outcome
    /// Why, as a stable identifier in kebab-case.
    public let code: String
    /// Why, in plain words.
    public let reason: String
    /// The files that were removed.
    /// At most 100 are listed: every one has a `removed` event of its own, and a line must not grow without bound.
    public let removed: [String]
    /// How many there are.
    public let removedCount: Int

    /// An outcome with all files that were removed.
    public init(device: String, outcome: Outcome, code: ReasonCode, reason: String, removed: [String]) {
        self.device = device
        self.outcome = outcome
        self.code = code.rawValue
        self.reason = reason
        self.removed = Array(removed.prefix(Limit.listedPaths))
        removedCount = removed.count
    }
}

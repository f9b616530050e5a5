public import Digests
public import Timestamps

/// A file that a remedy names.
public struct MatchEvent: Sendable, Equatable, Codable {
    /// What is to be done about a file.
    public enum Decision: String, Sendable, CaseIterable, Codable {
        /// It is to be removed.
        case remove
        /// It stays.
        case keep
        /// What the remedy asks for could not be read.
        case undecided
    }

    /// The volume's device, such as `/dev/nvme0n1p3`.
    public let device: String
    /// The file's path on its volume, with `/` between names.
    public let path: String
    /// The file's size in bytes.
    public let size: Int64
    /// When its content was last changed.
    public let modified: UTCTime
    /// The hash of its content; nil if it was not needed or could not be read.
    public let sha256: SHA256Digest?
    /// The identifier of the remedy.
    public let remedy: String
    /// What is to be done about the file.
    public let decision: Decision
    /// Why, in plain words.
    public let reason: String

    /// A match.
    public init(
        device: String, path: String, size: Int64, modified: UTCTime, sha256: SHA256Digest? = nil, remedy: String,
        decision: Decision, reason: String
    ) {
        self.device = device
        self.path = path
        self.size = size
        self.modified = modified
        self.sha256 = sha256
        self.remedy = remedy
        self.decision = decision
        self.reason = reason
    }
}

internal import Vocabulary

/// Removed files were looked for again on a fresh read-only mount, and were not there.
public struct VerifiedEvent: Sendable, Equatable, Codable {
    /// The volume's device, such as `/dev/nvme0n1p3`.
    public let device: String
    /// The files.
    /// At most `Limit.listedPaths` are listed: every one has a `removed` event of its own, and a line must not grow without bound.
    public let paths: [String]
    /// How many there are.
    public let count: Int

    /// A verification of all of `paths`.
    public init(device: String, paths: [String]) {
        self.device = device
        self.paths = Array(paths.prefix(Limit.listedPaths))
        count = paths.count
    }
}

public import Digests

/// A file was copied to the stick, because it is about to be removed.
public struct CopiedEvent: Sendable, Equatable, Codable {
    /// The volume's device, such as `/dev/nvme0n1p3`.
    public let device: String
    /// The file's path on its volume, with `/` between names.
    public let path: String
    /// The copy's path on the log partition.
    public let quarantine: String
    /// The hash of the content that was copied.
    public let sha256: SHA256Digest

    /// A copy.
    public init(device: String, path: String, quarantine: String, sha256: SHA256Digest) {
        self.device = device
        self.path = path
        self.quarantine = quarantine
        self.sha256 = sha256
    }
}

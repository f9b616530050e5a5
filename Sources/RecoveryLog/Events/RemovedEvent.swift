/// A file was removed. A `verified` event says whether it is gone.
public struct RemovedEvent: Sendable, Equatable, Codable {
    /// The volume's device, such as `/dev/nvme0n1p3`.
    public let device: String
    /// The file's path on its volume, with `/` between names.
    public let path: String

    /// A removal.
    public init(device: String, path: String) {
        self.device = device
        self.path = path
    }
}

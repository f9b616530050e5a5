/// A file was removed. Whether it is gone is told by a `verified` event.
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

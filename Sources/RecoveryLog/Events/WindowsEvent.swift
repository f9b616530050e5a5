/// A Windows installation, with what its registry says.
public struct WindowsEvent: Sendable, Equatable, Codable {
    /// The volume's device, such as `/dev/nvme0n1p3`.
    public let device: String
    /// The installation's folder in the volume's root, such as `Windows`.
    public let folder: String
    /// The computer's name (SYSTEM hive).
    public let computerName: String?
    /// The host name (SYSTEM hive), where it is another one: NetBIOS cuts the computer's name after 15 letters.
    public let hostName: String?
    /// The product's name, such as `Windows 10 Pro` (SOFTWARE hive).
    public let productName: String?
    /// The build, such as `19045.4651` (SOFTWARE hive).
    public let build: String?

    /// An installation; what its registry does not say is nil.
    public init(
        device: String, folder: String, computerName: String? = nil, hostName: String? = nil,
        productName: String? = nil,
        build: String? = nil
    ) {
        self.device = device
        self.folder = folder
        self.computerName = computerName
        self.hostName = hostName
        self.productName = productName
        self.build = build
    }

    /// The computer's whole name.
    public var name: String? { hostName ?? computerName }
}

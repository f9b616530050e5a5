/// What a Windows installation says of itself in its registry. Nil is what could not be read.
public struct WindowsIdentity: Sendable, Equatable {
    /// The computer's name (`ComputerName` in the SYSTEM hive).
    public var computerName: String?
    /// The host name, where it is longer than NetBIOS lets a computer's name be.
    public var hostName: String?
    /// The product, for example `Windows 11 Pro`.
    public var productName: String?
    /// The build number, for example `22631`.
    public var build: String?

    /// An identity; by default one of which nothing could be read.
    public init(
        computerName: String? = nil, hostName: String? = nil, productName: String? = nil, build: String? = nil
    ) {
        self.computerName = computerName
        self.hostName = hostName
        self.productName = productName
        self.build = build
    }
}

/// What the source of a key says about where the key belongs. The texts are as written there.
public struct KeyFacts: Hashable, Sendable {
    /// The protector that the key opens.
    public var protectorID: ProtectorID?
    /// The name of the computer.
    public var computerName: String?
    /// The computer's serial number.
    public var serialNumber: String?
    /// The identifier of the device in Entra or Intune.
    public var deviceID: String?
    /// What is said about the volume, such as `operatingSystemVolume`, `1` or `C:`.
    public var volumeType: String?
    /// When the key was made.
    public var created: String?

    /// Nothing.
    public init() {}

    /// Takes what is missing here from what another source says about the same key.
    mutating func fill(from other: KeyFacts) {
        protectorID = protectorID ?? other.protectorID
        volumeType = volumeType ?? other.volumeType
        created = created ?? other.created
        fillComputer(from: other)
    }

    /// Takes what is missing here about the computer from what is said about a whole computer.
    mutating func fillComputer(from other: KeyFacts) {
        computerName = computerName ?? other.computerName
        serialNumber = serialNumber ?? other.serialNumber
        deviceID = deviceID ?? other.deviceID
    }
}

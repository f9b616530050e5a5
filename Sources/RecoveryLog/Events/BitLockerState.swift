/// What a BitLocker volume says about its keys.
public struct BitLockerState: Sendable, Equatable, Codable {
    /// The volume's identifier (a GUID), lower case.
    public let volumeID: String
    /// The key protectors.
    public let protectors: [BitLockerProtector]

    /// A state.
    public init(volumeID: String, protectors: [BitLockerProtector]) {
        self.volumeID = volumeID
        self.protectors = protectors
    }
}

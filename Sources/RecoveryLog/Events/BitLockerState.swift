/// What a BitLocker volume says about its keys.
public struct BitLockerState: Sendable, Equatable, Codable {
    /// The volume's identifier (a GUID), lower case.
    public let volumeID: String
    /// The key protectors.
    public let protectors: [BitLockerProtector]
    /// Which of the three copies of the metadata was sound and used: 1, 2 or 3.
    public let metadataCopy: Int?
    /// The name that the computer had when the volume was encrypted, by the metadata's description; it may have another one
    /// since.
    public let computerName: String?

    /// A state.
    public init(
        volumeID: String, protectors: [BitLockerProtector], metadataCopy: Int? = nil, computerName: String? = nil
    ) {
        self.volumeID = volumeID
        self.protectors = protectors
        self.metadataCopy = metadataCopy
        self.computerName = computerName
    }
}

public import Vocabulary

/// A volume for which keys are looked up.
public struct KeyTarget: Sendable {
    /// The identifiers of its protectors that keys are filed under.
    public let protectors: Set<ProtectorID>
    /// The kinds of its protectors; a key of another kind cannot open it.
    public let kinds: Set<ProtectorKind>
    /// The name of its computer, if the volume or the machine says it.
    public let computerName: String?
    /// The serial number of the machine.
    public let serialNumber: String?

    /// A volume as its metadata and the machine describe it.
    public init(
        protectors: Set<ProtectorID>, kinds: Set<ProtectorKind>, computerName: String?, serialNumber: String?
    ) {
        self.protectors = protectors
        self.kinds = kinds
        self.computerName = computerName
        self.serialNumber = serialNumber
    }
}

/// What opens a BitLocker volume. The raw values are the words in logs and reports.
public enum ProtectorKind: String, Sendable, CaseIterable, Codable, Hashable {
    /// Nothing: the volume is suspended or waits for activation, and its key lies in the clear.
    case clearKey = "clear-key"
    case tpm
    case startupKey = "startup-key"
    case tpmAndPIN = "tpm-pin"
    case recoveryPassword = "recovery-password"
    case smartCard = "smart-card"
    case password
    case other

    /// The kind by its word; words of other versions are `other`.
    public init(word: String) { self = ProtectorKind(rawValue: word) ?? .other }

    /// Reads a word; words of other versions are `other`.
    public init(from decoder: any Decoder) throws {
        self.init(word: try decoder.singleValueContainer().decode(String.self))
    }

    /// Whether a key that a person or a file brings opens it.
    public var takesKey: Bool {
        switch self {
        case .recoveryPassword, .password, .startupKey: true
        case .clearKey, .tpm, .tpmAndPIN, .smartCard, .other: false
        }
    }

    /// Whether its key is kept somewhere under the protector's identifier, and so can be looked up.
    public var isFiledByIdentifier: Bool {
        switch self {
        case .recoveryPassword, .startupKey: true
        case .clearKey, .tpm, .tpmAndPIN, .smartCard, .password, .other: false
        }
    }
}

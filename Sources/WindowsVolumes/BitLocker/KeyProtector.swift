public import Vocabulary

/// One way to open a BitLocker volume.
public struct KeyProtector: Sendable, Equatable {
    /// The protector's identifier (GUID, lower case): the "key id" that Windows shows on its recovery screen.
    public let id: String
    /// What opens it.
    public let kind: ProtectorKind
}

extension ProtectorKind {
    /// From the u16 in the protector's datum (values: fixtures' notes, checked against real volumes).
    init(protection: Int) {
        switch protection {
        case 0x0000: self = .clearKey
        case 0x0100: self = .tpm
        case 0x0200: self = .startupKey
        case 0x0500: self = .tpmAndPIN
        case 0x0800: self = .recoveryPassword
        case 0x1000: self = .smartCard
        case 0x2000: self = .password
        default: self = .other
        }
    }
}

public import Vocabulary

/// A BitLocker volume was unlocked. The event names the key's identifier, never the key itself.
public struct UnlockedEvent: Sendable, Equatable, Codable {
    /// The volume's device.
    public let device: String
    /// What kind of key protector it was.
    public let protectorKind: ProtectorKind
    /// The key protector's identifier, lower case; nil where several could have been it.
    public let protectorID: String?
    /// Where the key came from, such as `keys/export.csv, row 7` or `typed`.
    public let source: String?

    /// Whether a key that somebody keeps opened it. A clear key is not one: it was never secret.
    public var usedKey: Bool { protectorKind != .clearKey }

    /// An unlocked volume.
    public init(device: String, protectorKind: ProtectorKind, protectorID: String? = nil, source: String? = nil) {
        self.device = device
        self.protectorKind = protectorKind
        self.protectorID = protectorID
        self.source = source
    }
}

public import Vocabulary

/// A key protector of a BitLocker volume: what must be at hand to open it.
public struct BitLockerProtector: Sendable, Equatable, Codable {
    /// The protector's identifier (a GUID), lower case: recovery keys are kept under it.
    public let id: String
    /// What opens it.
    public let kind: ProtectorKind

    /// A key protector.
    public init(id: String, kind: ProtectorKind) {
        self.id = id
        self.kind = kind
    }
}

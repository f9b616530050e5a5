/// A key protector of a BitLocker volume: what must be at hand to open it.
public struct BitLockerProtector: Sendable, Equatable, Codable {
    /// The protector's identifier (a GUID), lower case: recovery keys are kept under it.
    public let id: String
    /// What opens it, such as `recovery-password`, `tpm`, `startup-key`, `password`, `clear-key`.
    public let kind: String

    /// A key protector.
    public init(id: String, kind: String) {
        self.id = id
        self.kind = kind
    }
}

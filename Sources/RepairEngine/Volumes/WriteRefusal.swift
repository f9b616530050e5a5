public import Vocabulary

/// Why nothing on a volume is changed, although it can be looked at.
public struct WriteRefusal: Sendable, Equatable {
    /// The reason's code.
    public let code: ReasonCode
    /// The reason in plain words.
    public let reason: String

    /// A reason.
    public init(_ code: ReasonCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

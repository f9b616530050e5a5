/// The value of a setting that holds, and where it comes from.
public struct Setting<Value: Sendable & Equatable>: Sendable, Equatable {
    /// The value.
    public let value: Value
    /// Where it comes from; for a fallback, where the value stands that was not understood.
    public let source: SettingSource
    /// Whether this is the value that does less, because what was given is not understood.
    public let isFallback: Bool

    init(_ value: Value, _ source: SettingSource, isFallback: Bool = false) {
        self.value = value
        self.source = source
        self.isFallback = isFallback
    }
}

/// A key, and what its source says about where it belongs.
public struct KeyEntry: Sendable {
    /// What opens the volume.
    public let secret: KeySecret
    /// Where the key belongs, as far as the source says.
    public internal(set) var facts: KeyFacts
    /// Where the key was found.
    public let origin: KeyOrigin

    /// A key found at a place. A startup key names its protector itself.
    public init(_ secret: KeySecret, facts: KeyFacts = KeyFacts(), origin: KeyOrigin) {
        self.secret = secret
        self.facts = facts
        self.origin = origin
        if case .startupKey(let key) = secret { self.facts.protectorID = key.protectorID }
    }
}

/// A key, and what its source says about where it belongs.
public struct KeyEntry: Sendable {
    /// What opens the volume.
    public let secret: KeySecret
    /// Where the key belongs, as far as the source says.
    public internal(set) var facts: KeyFacts
    /// The protectors that it may open, where its source does not say which one it is; none if one is known.
    public internal(set) var candidates: [ProtectorID] = []
    /// Where the key was found.
    public let origin: KeyOrigin

    /// A key found at a place. A startup key names its protector itself.
    public init(
        _ secret: KeySecret, facts: KeyFacts = KeyFacts(), candidates: [ProtectorID] = [], origin: KeyOrigin
    ) {
        self.secret = secret
        self.candidates = candidates
        self.facts = facts
        self.origin = origin
        if case .startupKey(let key) = secret { self.facts.protectorID = key.protectorID }
    }
}

extension KeyEntry {
    /// Takes in the candidates of another source; a key whose protector is known has none.
    mutating func addCandidates(_ others: [ProtectorID]) {
        if facts.protectorID != nil {
            candidates = []
        } else {
            candidates += others.filter { !candidates.contains($0) }.prefix(max(0, 16 - candidates.count))
        }
    }
}

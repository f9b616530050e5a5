/// Keys from any number of sources, each once.
public struct KeyRing: Sendable {
    /// The keys in the order in which they came.
    public private(set) var entries: [KeyEntry] = []
    /// How many keys came again.
    public private(set) var duplicates = 0

    /// A secret with the protector that it is said to open: one secret may be listed for several.
    private struct Identity: Hashable {
        let secret: KeySecret
        let protectorID: ProtectorID?
    }

    private var indexes: [Identity: Int] = [:]
    private var firstIndexes: [KeySecret: Int] = [:]

    /// No keys.
    public init() {}

    /// Adds a key. One that is here already counts once, and adds what it says about itself.
    ///
    /// - Returns: Whether the key is new.
    @discardableResult
    public mutating func insert(_ entry: KeyEntry) -> Bool {
        guard let index = index(of: entry) else {
            indexes[Identity(secret: entry.secret, protectorID: entry.facts.protectorID)] = entries.count
            if firstIndexes[entry.secret] == nil { firstIndexes[entry.secret] = entries.count }
            entries.append(entry)
            return true
        }
        duplicates += 1
        let known = entries[index].facts.protectorID
        entries[index].facts.fill(from: entry.facts)
        entries[index].addCandidates(entry.candidates)
        if known == nil, let learned = entries[index].facts.protectorID {
            indexes[Identity(secret: entry.secret, protectorID: nil)] = nil
            indexes[Identity(secret: entry.secret, protectorID: learned)] = index
        }
        return false
    }

    /// Adds the keys of another source.
    public mutating func insert(contentsOf others: some Sequence<KeyEntry>) {
        for entry in others { insert(entry) }
    }

    /// Where the same key is: with the same protector, or with none in one of the two.
    private func index(of entry: KeyEntry) -> Int? {
        if let exact = indexes[Identity(secret: entry.secret, protectorID: entry.facts.protectorID)] { return exact }
        if entry.facts.protectorID == nil { return firstIndexes[entry.secret] }
        return indexes[Identity(secret: entry.secret, protectorID: nil)]
    }
}

extension KeyRing {
    /// The keys for a protector. More than one where sources contradict each other.
    public func entries(for protector: ProtectorID) -> [KeyEntry] {
        entries.filter { $0.facts.protectorID == protector }
    }

    /// The protectors for which sources give different secrets of the same kind.
    public var contradictions: [ProtectorID] {
        struct Lock: Hashable {
            let protector: ProtectorID
            let kind: KeySecret.Kind
        }
        var seen: Set<Lock> = []
        var reported: Set<ProtectorID> = []
        return entries.compactMap { entry in
            guard let protector = entry.facts.protectorID,
                !seen.insert(Lock(protector: protector, kind: entry.secret.kind)).inserted,
                reported.insert(protector).inserted
            else { return nil }
            return protector
        }
    }
}

/// What belongs together in a file of keys: a row, an object, a paragraph, an entry. It pairs its keys with its identifiers.
///
/// A key never gets an identifier of another block. Inside a block the nearest unit that has both decides: the line, the
/// field, the group of columns, then the block as a whole.
struct KeyBlock {
    /// Where a key or an identifier stands in the block.
    struct Position {
        /// The number of the cell, member or paragraph.
        var field = 0
        /// The number of the line in the field.
        var line = 0
        /// The group of columns that belong together, from 1; 0 for none.
        var group = 0
    }

    struct Key {
        let secret: KeySecret
        var facts: KeyFacts
        let place: KeyOrigin.Place
        let position: Position
        let order: Int
        /// Whether it stands in a block within this one.
        var isInner = false
        var isSettled = false
        var candidates: [ProtectorID] = []
        /// Whether the identifier beside it was named as the key's.
        var isNamed = false
        /// Whether the block has an identifier for it, or several that it may be.
        var isClosed: Bool { isSettled || !candidates.isEmpty }
    }

    struct Identifier {
        let id: ProtectorID
        let trust: IdentifierTrust
        let position: Position
        let order: Int
        var isUsed = false
    }

    private(set) var keys: [Key] = []
    private(set) var identifiers: [Identifier] = []
    /// What the block says about the computer and the key.
    var facts = KeyFacts()
    /// Whether a field is named as the key's identifier, though what it holds may be none.
    var namesIdentifier = false
    /// Whether identifiers and keys stand by turns in paragraphs of their own.
    var readsInTurn = false
    private var count = 0
    /// Identifiers that keys got since `markUsed`.
    private var taken: Set<ProtectorID> = []

    /// The most candidates that a key gets.
    private static let maximumCandidates = 16

    var isEmpty: Bool { keys.isEmpty && identifiers.isEmpty }

    mutating func add(
        _ secret: KeySecret, facts: KeyFacts = KeyFacts(), at place: KeyOrigin.Place, _ position: Position
    ) {
        keys.append(Key(secret: secret, facts: facts, place: place, position: position, order: count))
        count += 1
    }

    mutating func add(_ id: ProtectorID, _ trust: IdentifierTrust, _ position: Position) {
        guard trust > .foreign else { return }
        if trust == .named { namesIdentifier = true }
        identifiers.append(Identifier(id: id, trust: trust, position: position, order: count))
        count += 1
    }

    /// Takes in what a block within this one did not settle. Only what is named as a key's identifier holds across: the
    /// `id` of a device is not that of the key inside.
    mutating func take(_ keys: [Key], _ identifiers: [Identifier], at position: Position) {
        for key in keys {
            add(key.secret, facts: key.facts, at: key.place, position)
            self.keys[self.keys.count - 1].isInner = true
        }
        for identifier in identifiers {
            add(identifier.id, identifier.trust == .named ? .named : .doubtful, position)
        }
    }
}

// MARK: Pairing

extension KeyBlock {
    /// Pairs the keys with the identifiers.
    mutating func pair() {
        guard !keys.isEmpty, !identifiers.isEmpty else { return }
        if keys.count == 1, identifiers.count == 1 {
            settle([0], [0], isLast: true)
            markUsed()
            return
        }
        if identifiers.contains(where: { $0.position.group > 0 }) || keys.contains(where: { $0.position.group > 0 }) {
            pair { $0.group > 0 ? [$0.group] : nil }
            // What a group lacks is not found in another.
            for index in identifiers.indices where identifiers[index].position.group > 0 {
                identifiers[index].isUsed = true
            }
        }
        pair { [$0.field, $0.line] }
        pair { [$0.field] }
        let openKeys = keys.indices.filter { !keys[$0].isSettled }
        let openIDs = identifiers.indices.filter { !identifiers[$0].isUsed }
        settle(openKeys, openIDs, isLast: true)
        markUsed()
    }

    /// Pairs what has the same part of its position.
    private mutating func pair(by unit: (Position) -> [Int]?) {
        var units: [[Int]: (keys: [Int], ids: [Int])] = [:]
        for (index, key) in keys.enumerated() where !key.isSettled {
            if let unit = unit(key.position) { units[unit, default: ([], [])].keys.append(index) }
        }
        if units.isEmpty { return }
        for (index, identifier) in identifiers.enumerated() where !identifier.isUsed {
            if let unit = unit(identifier.position), units[unit] != nil { units[unit]?.ids.append(index) }
        }
        for (keys, ids) in units.values where !ids.isEmpty { settle(keys, ids, isLast: false) }
        markUsed()
    }

    /// Pairs keys and identifiers, each in its order, if that can be done.
    ///
    /// - Parameter isLast: whether there is no wider unit, in which case identifiers become candidates.
    private mutating func settle(_ keys: [Int], _ ids: [Int], isLast: Bool) {
        guard !keys.isEmpty, !ids.isEmpty else { return }
        let best = ids.map { identifiers[$0].trust }.max() ?? .doubtful
        // A name beats what merely stands there: `recoveryKeyId` beats `id`.
        let ids = distinct(best == .named ? ids.filter { identifiers[$0].trust == .named } : ids)
        let groups = distinctKeys(keys)
        let isPlainEnough =
            best == .plain && !namesIdentifier && !ids.contains { identifiers[$0].trust == .doubtful }
            && !keys.contains { self.keys[$0].isInner }
        let isTrusted = best == .named || isPlainEnough
        if ids.count == groups.count, isTrusted, ids.count == 1 || isRegular(groups.map { $0[0] }, ids) {
            for (group, id) in zip(groups, ids) {
                for key in group { settle(key, identifiers[id]) }
                taken.insert(identifiers[id].id)
            }
        } else if isLast {
            if readsInTurn, best != .doubtful, settleInTurn(keys, ids) { return }
            offer(ids, to: keys)
        }
    }

    /// Pairs every identifier with the key that follows it, or with the one before it where keys come first, and leaves the
    /// other keys without.
    private mutating func settleInTurn(_ keys: [Int], _ ids: [Int]) -> Bool {
        var tokens: [(order: Int, key: Int?, id: Int?)] = keys.map { (self.keys[$0].order, $0, nil) }
        tokens += ids.map { (identifiers[$0].order, nil, $0) }
        tokens.sort { $0.order < $1.order }
        guard let first = tokens.first, let last = tokens.last, (first.id == nil) != (last.id == nil) else {
            return false
        }
        if first.id == nil { tokens.reverse() }
        var pairs: [(key: Int, id: Int)] = []
        for (token, next) in zip(tokens, tokens.dropFirst()) {
            guard let id = token.id else { continue }
            guard let key = next.key else { return false }
            pairs.append((key, id))
        }
        for pair in pairs {
            settle(pair.key, identifiers[pair.id])
            identifiers[pair.id].isUsed = true
        }
        return true
    }

    private mutating func settle(_ key: Int, _ identifier: Identifier) {
        keys[key].facts.protectorID = identifier.id
        keys[key].isNamed = identifier.trust == .named
        keys[key].isSettled = true
    }

    /// Marks the identifiers that keys got, wherever they stand: in one pass for many units, since a unit may be a line of a
    /// long text.
    private mutating func markUsed() {
        if taken.isEmpty { return }
        for index in identifiers.indices where taken.contains(identifiers[index].id) {
            identifiers[index].isUsed = true
        }
        taken = []
    }

    /// Gives each key the identifiers that are nearest to it.
    private mutating func offer(_ ids: [Int], to keys: [Int]) {
        for key in keys {
            let order = self.keys[key].order
            let near =
                ids.count <= Self.maximumCandidates
                ? ids[...] : Self.nearest(ids, to: order, count: Self.maximumCandidates) { identifiers[$0].order }
            self.keys[key].candidates = near.map { identifiers[$0].id }
        }
    }

    private static func nearest(_ ids: [Int], to order: Int, count: Int, _ value: (Int) -> Int) -> ArraySlice<Int> {
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if value(ids[middle]) < order { low = middle + 1 } else { high = middle }
        }
        let start = max(0, min(low - count / 2, ids.count - count))
        return ids[start..<(start + count)]
    }

    /// The first of each identifier.
    private func distinct(_ ids: [Int]) -> [Int] {
        if ids.count == 1 { return ids }
        var seen: Set<ProtectorID> = []
        return ids.filter { seen.insert(identifiers[$0].id).inserted }
    }

    /// The keys by their secret: the same one may stand in a text and in a field for copying.
    private func distinctKeys(_ indexes: [Int]) -> [[Int]] {
        if indexes.count == 1 { return [indexes] }
        var places: [KeySecret: Int] = [:]
        var groups: [[Int]] = []
        for index in indexes {
            if let place = places[keys[index].secret] {
                groups[place].append(index)
            } else {
                places[keys[index].secret] = groups.count
                groups.append([index])
            }
        }
        return groups
    }

    /// Whether the order leaves no doubt which belongs to which: one of each by turns, or first all of one kind.
    private func isRegular(_ keys: [Int], _ ids: [Int]) -> Bool {
        let keyOrders = keys.map { self.keys[$0].order }
        let idOrders = ids.map { identifiers[$0].order }
        guard let firstKey = keyOrders.first, let firstID = idOrders.first, let lastKey = keyOrders.last,
            let lastID = idOrders.last
        else { return false }
        if lastKey < firstID || lastID < firstKey { return true }
        let (leading, trailing) = firstID < firstKey ? (idOrders, keyOrders) : (keyOrders, idOrders)
        for index in leading.indices {
            guard leading[index] < trailing[index] else { return false }
            if index + 1 < leading.count, trailing[index] > leading[index + 1] { return false }
        }
        return true
    }
}

extension KeyBlock {
    /// The keys for which the block has no identifier, and the identifiers that no key has taken.
    var open: (keys: [Key], identifiers: [Identifier]) {
        let open = keys.filter { !$0.isClosed }.map { key in
            var key = key
            key.facts.fill(from: facts)
            return key
        }
        return (open, identifiers.filter { !$0.isUsed })
    }

    /// Adds the keys to a reading, with what the block says about them.
    ///
    /// - Parameter closedOnly: whether to leave out those that a wider block may settle.
    func add(to reading: inout KeyFileReading, closedOnly: Bool = false) {
        for key in keys where key.isClosed || !closedOnly {
            var facts = key.facts
            facts.fill(from: self.facts)
            reading.add(
                key.secret, facts: facts, candidates: key.isSettled ? [] : key.candidates,
                isNamed: key.isNamed, at: key.place)
        }
    }
}

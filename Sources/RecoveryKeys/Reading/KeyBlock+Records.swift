extension KeyBlock {
    /// Whether there are more keys than identifiers or fewer, so that their order alone does not pair them.
    var hasSurplus: Bool { Set(keys.map(\.secret)).count != Set(identifiers.map(\.id)).count }

    /// Takes in all of another block as a field.
    mutating func merge(_ other: KeyBlock, field: Int) {
        let tokens =
            other.keys.map { (order: $0.order, key: Optional($0), identifier: Identifier?.none) }
            + other.identifiers.map { (order: $0.order, key: nil, identifier: Optional($0)) }
        for token in tokens.sorted(by: { $0.order < $1.order }) {
            if let key = token.key {
                add(key.secret, facts: key.facts, at: key.place, Position(field: field, line: key.position.line))
            } else if let identifier = token.identifier {
                add(identifier.id, identifier.trust, Position(field: field, line: identifier.position.line))
            }
        }
        facts.fill(from: other.facts)
    }

    /// The block in parts that begin at lines.
    func records(beginningAtLines starts: [Int]) -> [KeyBlock] { records(starts) { $0.line } }

    /// The block in parts that begin at fields.
    func records(beginningAtFields starts: [Int]) -> [KeyBlock] { records(starts) { $0.field } }

    private func records(_ starts: [Int], _ coordinate: (Position) -> Int) -> [KeyBlock] {
        // What stands before the first record is a record too.
        var parts = [KeyBlock](repeating: KeyBlock(), count: starts.count + 1)
        func part(_ position: Position) -> Int {
            let place = coordinate(position)
            var (low, high) = (0, starts.count)
            while low < high {
                let middle = (low + high) / 2
                if starts[middle] <= place { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let tokens =
            keys.map { (order: $0.order, key: Optional($0), identifier: Identifier?.none) }
            + identifiers.map { (order: $0.order, key: nil, identifier: Optional($0)) }
        for token in tokens.sorted(by: { $0.order < $1.order }) {
            if let key = token.key {
                parts[part(key.position)].add(key.secret, facts: key.facts, at: key.place, key.position)
            } else if let identifier = token.identifier {
                parts[part(identifier.position)].add(identifier.id, identifier.trust, identifier.position)
            }
        }
        var computer = KeyFacts()
        computer.fillComputer(from: facts)
        for index in parts.indices { parts[index].facts = computer }
        return parts
    }
}

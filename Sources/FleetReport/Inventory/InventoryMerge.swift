/// Finds the rows of one machine. Rows with numbers come first, so that it does not matter in which order the exports were
/// given; a row that may be that of several machines stays one of its own.
struct InventoryMerge {
    private(set) var steps = 0
    private let rows: [InventoryMachine]
    private var groups: [Group] = []
    /// The groups by what they are known by; the first of them where they are many.
    private var known: [Key: [Int]] = [:]
    /// The groups that have a name alone.
    private var numberless: [String: Int] = [:]

    /// The rows of a machine, and what they say together.
    private struct Group {
        var rows: [Int]
        var machine: InventoryMachine
        var identity: InventoryIdentity
    }

    /// Rows that tell most come first: with a name, with the number as it was.
    private struct Order: Comparable {
        private let ranks: [Int]
        private let texts: [String]

        init(_ identity: InventoryIdentity) {
            ranks = [
                identity.name == nil ? 1 : 0, identity.serial?.isWhole ?? true ? 0 : 1,
                -(identity.serial?.text.utf8.count ?? 0),
            ]
            texts = [identity.serial?.text ?? "", identity.uuidKey ?? "", identity.name ?? ""]
        }

        static func < (left: Order, right: Order) -> Bool {
            left.ranks != right.ranks
                ? left.ranks.lexicographicallyPrecedes(right.ranks) : left.texts.lexicographicallyPrecedes(right.texts)
        }
    }

    private enum Key: Hashable {
        case name(String)
        case serial(String, name: String?)
        case anySerial(String)
        case uuid(String, name: String?)
        case anyUUID(String)
    }

    /// Of one name on a hundred thousand rows, this many are compared with a row.
    private static let mostCompared = 8

    init(_ rows: [InventoryMachine]) {
        self.rows = rows
        let identities = rows.map { InventoryIdentity($0) }
        let numbered = identities.indices.filter { identities[$0].hasNumber }
        for row in numbered.map({ ($0, Order(identities[$0])) }).sorted(by: { $0.1 < $1.1 }).map(\.0) {
            put(row, identities[row], into: groupOfNumbers(identities[row]))
        }
        // What several have already, one more without a number may be any of.
        for (row, identity) in identities.enumerated() where !identity.hasNumber {
            put(row, identity, into: groupOfName(identity))
        }
    }

    /// The machines, each where its first row stands.
    var machines: [InventoryMachine] {
        groups.map { group in
            let sorted = group.rows.sorted().map { rows[$0] }
            let first = sorted[0]
            return (
                group.rows.min() ?? 0,
                InventoryMachine(
                    file: first.file, row: first.row, name: sorted.lazy.compactMap(\.name).first,
                    serial: group.machine.serial, uuid: sorted.lazy.compactMap(\.uuid).first,
                    site: sorted.lazy.compactMap(\.site).first)
            )
        }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private mutating func groupOfNumbers(_ identity: InventoryIdentity) -> Int? {
        steps += 1
        // The same number and name, or the same number where one of the two has no name.
        for key in keys(identity, name: identity.name) {
            if let group = known[key]?.first(where: { !isMixed($0, identity) }) { return group }
        }
        let nameless = identity.name == nil ? anyKeys(identity) : keys(identity, name: nil)
        for key in nameless {
            if let found = known[key], found.count == 1, !isMixed(found[0], identity) { return found[0] }
        }
        guard let name = identity.name else { return nil }
        let fitting = (known[.name(name)] ?? []).filter { group in
            steps += 1
            return [.changed, .unknown].contains(relation(group, identity))
        }
        return fitting.count == 1 ? fitting[0] : nil
    }

    private mutating func groupOfName(_ identity: InventoryIdentity) -> Int? {
        steps += 1
        if let listed = identity.withListedNumber {
            for key in anyKeys(listed) { if let found = known[key], found.count == 1 { return found[0] } }
        }
        guard let name = identity.name, let found = known[.name(name)] else { return nil }
        return found.count == 1 ? found[0] : numberless[name]
    }

    /// Either may be what a spreadsheet made of the other.
    private func relation(_ group: Int, _ identity: InventoryIdentity) -> NumberRelation {
        let forth = NumberRelation(identity, groups[group].identity)
        return forth == .different ? NumberRelation(groups[group].identity, identity) : forth
    }

    private func isMixed(_ group: Int, _ identity: InventoryIdentity) -> Bool {
        relation(group, identity) == .mixed
    }

    private mutating func put(_ row: Int, _ identity: InventoryIdentity, into group: Int?) {
        let number = group ?? groups.count
        if let group {
            groups[group].rows.append(row)
            groups[group].machine = groups[group].machine.completed(by: rows[row])
            groups[group].identity = InventoryIdentity(groups[group].machine)
        } else {
            groups.append(Group(rows: [row], machine: rows[row], identity: identity))
        }
        if !groups[number].identity.hasNumber, let name = identity.name { numberless[name] = number }
        for own in Set([identity.name, groups[number].identity.name]) {
            for key in keys(identity, name: own) + keys(groups[number].identity, name: own) { note(key, number) }
            if let own { note(.name(own), number) }
        }
        for key in anyKeys(identity) { note(key, number) }
    }

    private mutating func note(_ key: Key, _ group: Int) {
        guard var list = known[key] else {
            known[key] = [group]
            return
        }
        guard list.count < Self.mostCompared, !list.contains(group) else { return }
        list.append(group)
        known[key] = list
    }

    private func keys(_ identity: InventoryIdentity, name: String?) -> [Key] {
        [
            identity.uuidKey.map { .uuid($0, name: name) }, identity.serial.map { .serial($0.text, name: name) },
        ].compactMap(\.self)
    }

    private func anyKeys(_ identity: InventoryIdentity) -> [Key] {
        [identity.uuidKey.map { .anyUUID($0) }, identity.serial.map { .anySerial($0.text) }].compactMap(\.self)
    }
}

extension InventoryMachine {
    /// The machine with what only another row of it knows, and of two serial numbers the one that the other was made from.
    fileprivate func completed(by other: InventoryMachine) -> InventoryMachine {
        InventoryMachine(
            file: file, row: row, name: name ?? other.name, serial: better(other), uuid: betterUUID(other),
            site: site ?? other.site)
    }

    private func better(_ other: InventoryMachine) -> String? {
        guard let serial, let own = SerialNumber(serial) else {
            return other.serial.flatMap { SerialNumber($0) } == nil ? serial ?? other.serial : other.serial
        }
        guard let theirs = other.serial.flatMap({ SerialNumber($0) }), own != theirs else { return serial }
        return own.mayHaveBeen(theirs, model: nil) ? other.serial : serial
    }

    private func betterUUID(_ other: InventoryMachine) -> String? {
        guard let uuid, InventoryIdentity.comparableUUID(uuid) != nil else { return other.uuid ?? uuid }
        return uuid
    }
}

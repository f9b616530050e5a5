internal import Vocabulary

/// Finds out which row of an inventory is which machine of the records: the two fit each other best, and nothing else fits
/// either as well. A row that a machine which is still open may stand for, too, is no machine's.
struct InventoryMatching {
    typealias Machine = InventoryBuckets.Machine

    let identities: [InventoryIdentity]
    let machines: [Machine]
    let buckets: InventoryBuckets
    /// The pairs of each row and of each machine, the best first.
    private(set) var ofRow: [[InventoryPair]]
    private(set) var ofMachine: [[InventoryPair]]
    /// The machine of each row, and the row of each machine, where that is certain.
    private(set) var machineOfRow: [Int?]
    private(set) var rowOfMachine: [Int?]
    /// How many pairs and keys were looked at.
    private(set) var steps: Int

    /// How many machines of the records have each serial number.
    private let serialOwners: [String: Int]

    /// Of a crowd on either side, this many are compared with each of the other: no work grows by the square.
    private static let crowd = 8
    /// Numbers that more rows or machines have prove nothing: they are some maker's placeholder.
    private static let mostOwners = 4

    init(_ rows: [InventoryMachine], _ machines: [Machine]) {
        identities = rows.map { InventoryIdentity($0) }
        self.machines = machines
        buckets = InventoryBuckets(identities, machines)
        ofRow = Array(repeating: [], count: rows.count)
        ofMachine = Array(repeating: [], count: machines.count)
        machineOfRow = Array(repeating: nil, count: rows.count)
        rowOfMachine = Array(repeating: nil, count: machines.count)
        steps = buckets.steps
        let serials = machines.compactMap(\.identity.serial?.text)
        serialOwners = Dictionary(serials.map { ($0, 1) }, uniquingKeysWith: +)
        findPairs()
        assign()
        release()
    }

    // MARK: Pairs

    private mutating func findPairs() {
        var seen: Set<Int> = []
        for (key, owners) in buckets.machines {
            let rows = buckets.rows[key] ?? []
            let areBothMany = rows.count > Self.crowd && owners.count > Self.crowd
            // An open machine that a row may stand for is never left out.
            let first = areBothMany ? owners.sorted { priority($0) < priority($1) }.prefix(Self.crowd) : owners[...]
            let firstRows = areBothMany ? rows.sorted { priority(row: $0) < priority(row: $1) }.prefix(Self.crowd) : []
            for row in rows { for machine in first { add(row, machine, &seen) } }
            for machine in areBothMany ? owners : [] { for row in firstRows { add(row, machine, &seen) } }
        }
        let ids = machines.map(\.machine.id)
        func isBetter(_ left: InventoryPair, _ right: InventoryPair) -> Bool {
            let order = { (pair: InventoryPair) in (-(pair.rank ?? 0), pair.row, ids[pair.machine]) }
            return order(left) < order(right)
        }
        for row in ofRow.indices { ofRow[row].sort(by: isBetter) }
        for machine in ofMachine.indices { ofMachine[machine].sort(by: isBetter) }
    }

    private func priority(_ machine: Int) -> (Int, Int64) {
        (machines[machine].isOpenWithoutNumber ? 0 : 1, machines[machine].machine.id)
    }

    private func priority(row: Int) -> (Int, Int) { (identities[row].hasNumber ? 1 : 0, row) }

    private mutating func add(_ row: Int, _ machine: Int, _ seen: inout Set<Int>) {
        steps += 1
        guard seen.insert(row * machines.count + machine).inserted else { return }
        let pair = pair(row, machine)
        guard pair.rank != nil else { return }
        ofRow[row].append(pair)
        ofMachine[machine].append(pair)
    }

    private func pair(_ row: Int, _ machine: Int) -> InventoryPair {
        let its = machines[machine]
        let own = identities[row]
        let name = name(own, its)
        if name == .different || name == .unknown, let listed = own.withListedNumber {
            let number = number(listed, its)
            if number == .same || number == .changed { return pair(row, machine, .unknown, number, listed) }
        }
        return pair(row, machine, name, number(own, its), own)
    }

    private func pair(
        _ row: Int, _ machine: Int, _ name: InventoryPair.Name, _ number: NumberRelation, _ own: InventoryIdentity
    ) -> InventoryPair {
        let owners = owners(own, machines[machine].identity)
        // What many have is no machine's own, and says nothing where the names differ.
        let isCommon = owners > Self.mostOwners && (name == .different)
        return InventoryPair(
            row: row, machine: machine, name: name, number: isCommon ? .unknown : number, isOwnNumber: owners == 1)
    }

    private func name(_ own: InventoryIdentity, _ its: Machine) -> InventoryPair.Name {
        guard let name = own.name, !its.names.isEmpty else { return .unknown }
        if let current = its.identity.name {
            if current == name { return .same }
            if ComputerName.isCut(current, name) { return .cut }
        }
        return its.formerNames.contains { $0 == name || ComputerName.isCut($0, name) } ? .former : .different
    }

    private func number(_ own: InventoryIdentity, _ its: Machine) -> NumberRelation {
        let relation = NumberRelation(own, its.identity, model: its.machine.model)
        // A number on more rows, or on more machines, than two is no machine's own.
        guard relation == .different, let serial = own.serial, let theirs = its.identity.serial else { return relation }
        let isCommon =
            serial.isWhole && buckets.rows[.serial(serial.text)]?.count ?? 0 > 2
            || serialOwners[theirs.text] ?? 0 > 2
        return isCommon ? .unknown : relation
    }

    /// The most rows or machines that have the number by which the two agree.
    private func owners(_ own: InventoryIdentity, _ its: InventoryIdentity) -> Int {
        func count(_ key: InventoryBuckets.Key) -> Int {
            max(buckets.rows[key]?.count ?? 0, buckets.machines[key]?.count ?? 0)
        }
        var counts: [Int] = []
        if let serial = own.serial, serial == its.serial { counts.append(count(.serial(serial.text))) }
        if let uuid = own.uuidKey, uuid == its.uuidKey { counts.append(count(.uuid(uuid))) }
        if counts.isEmpty, let serial = own.serial, let theirs = its.serial {
            let shared = serial.origins.filter { buckets.machines[.origin($0)] != nil }
            let traces = theirs.traces(precisions: Set(shared.compactMap(\.precision)))
            counts = traces.filter { shared.contains($0) }.map { count(.origin($0)) }
        }
        return counts.min() ?? 1
    }

    // MARK: Certain ones

    private mutating func assign() {
        for row in ofRow.indices {
            guard let best = Self.onlyBest(ofRow[row]), let back = Self.onlyBest(ofMachine[best.machine]),
                back.row == row
            else { continue }
            machineOfRow[row] = best.machine
            rowOfMachine[best.machine] = row
        }
    }

    private static func onlyBest(_ pairs: [InventoryPair]) -> InventoryPair? {
        guard let best = pairs.first, let rank = best.rank, rank > 0 else { return nil }
        return pairs.count == 1 || (pairs[1].rank ?? 0) < rank ? best : nil
    }

    /// Takes a row back from a machine that is done, where another one that is open fits as well, or where the name alone
    /// says so and the number is another machine's.
    private mutating func release() {
        for row in ofRow.indices {
            guard let machine = machineOfRow[row], machines[machine].machine.state.isDone else { continue }
            let isByName = ofRow[row][0].number == .unknown
            let isInDoubt = ofRow[row].contains { pair in
                guard pair.machine != machine else { return false }
                if isByName, pair.number == .same, pair.isOwnNumber { return true }
                return pair.rank ?? 0 > 0 && rowOfMachine[pair.machine] == nil
                    && !machines[pair.machine].machine.state.isDone
            }
            if isInDoubt {
                machineOfRow[row] = nil
                rowOfMachine[machine] = nil
            }
        }
    }
}

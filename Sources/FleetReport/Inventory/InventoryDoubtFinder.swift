/// Says what is not certain about the rows of an inventory and the machines of the records, each with both sides.
struct InventoryDoubtFinder {
    /// The doubt about each row that no machine certainly is, and some may be.
    private(set) var doubtOfRow: [Int: InventoryDoubt] = [:]
    /// The machines that have no row, and that the row of a doubt may be.
    private(set) var unsureMachines: Set<Int> = []
    /// All doubts.
    private(set) var doubts: [InventoryDoubt] = []

    private let rows: [InventoryMachine]
    private let matching: InventoryMatching
    /// How many rows fit each machine at least as well as each rank says: a hundred thousand rows may fit one.
    private let rowsByRank: [[Int]]

    init(_ rows: [InventoryMachine], _ matching: InventoryMatching) {
        self.rows = rows
        self.matching = matching
        rowsByRank = matching.ofMachine.map { pairs in
            var counts = Array(repeating: 0, count: InventoryPair.best + 1)
            for pair in pairs { for rank in 0...(pair.rank ?? 0) { counts[rank] += 1 } }
            return counts
        }
        for row in rows.indices where matching.machineOfRow[row] == nil {
            let pairs = candidates(of: row)
            guard let best = pairs.first else { continue }
            doubtOfRow[row] = doubt(row, pairs, best)
            unsureMachines.formUnion(pairs.map(\.machine).filter { matching.rowOfMachine[$0] == nil })
        }
        doubts = doubtOfRow.sorted { $0.key < $1.key }.map(\.value) + doubtsOfMachines() + doubtsAmongRows()
    }

    // MARK: Rows

    /// The machines that a row may be: those that no other row certainly is, and those that it fits as well as the row they
    /// have.
    private func candidates(of row: Int) -> [InventoryPair] {
        matching.ofRow[row].filter { pair in
            guard matching.rowOfMachine[pair.machine] != nil else { return true }
            return pair.rank ?? 0 > 0 || pair.number == .same && pair.name != .same
        }
    }

    private func doubt(_ row: Int, _ pairs: [InventoryPair], _ best: InventoryPair) -> InventoryDoubt {
        let own = rows[row]
        let records = pairs.map { matching.machines[$0.machine].machine }
        if pairs.count > 1 {
            return InventoryDoubt(
                .severalRecords, rows: [own], records: records,
                "It may be any of \(pairs.count) machines with a record.")
        }
        let record = records[0]
        let (kind, detail) = Self.words(best, own, record)
        // The row that the machine has fits it best.
        let rivals = matching.ofMachine[best.machine].lazy.filter { pair in
            pair.row != row && pair.rank ?? 0 >= best.rank ?? 0
        }.prefix(InventoryDoubt.most).map { rows[$0.row] }
        guard !rivals.isEmpty else { return InventoryDoubt(kind, rows: [own], records: records, detail) }
        let count = rowsByRank[best.machine][best.rank ?? 0]
        return InventoryDoubt(
            .severalRows, rows: [own] + rivals, of: count, records: records,
            "\(detail) The record may be that of another row, too: \(Self.listed(Array(rivals), of: count - 1)).")
    }

    private static func words(
        _ pair: InventoryPair, _ row: InventoryMachine, _ record: FleetMachine
    ) -> (InventoryDoubt.Kind, String) {
        let serials =
            "\(row.serial ?? row.uuid ?? row.name ?? "none") in the inventory, "
            + "\(record.serial ?? record.uuid ?? "none") in the record"
        let names = "\(row.name ?? "none") in the inventory, \(record.computer ?? "none") in the record"
        switch (pair.name, pair.number) {
        case (.same, .different), (.cut, .different), (.former, .different), (.cut, .mixed), (.former, .mixed):
            return (.otherNumber, "The name agrees, the numbers do not: \(serials).")
        case (.same, _), (.cut, _), (.unknown, .same): return (.severalRows, "It may be the machine of this record.")
        case (.former, _): return (.otherName, "The record has this name beside another: \(names).")
        case (.different, .same), (.different, .mixed):
            return (.otherName, "The number agrees, the name does not: \(names).")
        case (.unknown, _), (.different, _):
            return (
                .changedNumber,
                "The serial number may be the same, changed by a spreadsheet or joined with something else: \(serials)."
            )
        }
    }

    /// What to do at a machine that no record can be of.
    func remedy(unseen row: Int) -> String {
        let namesake = matching.ofRow[row].first { $0.name == .same && $0.number == .different }
        guard let namesake, let serial = matching.machines[namesake.machine].machine.serial else {
            return "No record of this machine yet: take a stick to it."
        }
        return "No record of this machine, but a machine of the same name has the serial number \(serial): "
            + "check which of the two it is."
    }

    // MARK: The other side

    /// Machines that are in no row's doubt, and that fit the row of another.
    private func doubtsOfMachines() -> [InventoryDoubt] {
        matching.ofMachine.indices.compactMap { number -> InventoryDoubt? in
            guard matching.rowOfMachine[number] == nil, !unsureMachines.contains(number),
                let best = matching.ofMachine[number].first
            else { return nil }
            let record = matching.machines[number].machine
            let its = matching.ofMachine[number].map { rows[$0.row] }
            let (kind, detail) = Self.words(best, rows[best.row], record)
            let more = its.count == 1 ? "" : " So it is with \(its.count - 1) more rows."
            return InventoryDoubt(
                kind, rows: its, records: [record], "\(detail) Another record fits the row better.\(more)")
        }.sorted { ($0.records[0].name, $0.records[0].id) < ($1.records[0].name, $1.records[0].id) }
    }

    /// Rows with one number and several names, or with one name and several numbers.
    private func doubtsAmongRows() -> [InventoryDoubt] {
        matching.buckets.rows.compactMap { key, list -> (Int, String, InventoryDoubt)? in
            guard list.count > 1 else { return nil }
            let shared = list.map { rows[$0] }
            switch key {
            case .name(let name):
                return (
                    list[0], name,
                    InventoryDoubt(
                        .severalRows, rows: shared, records: [],
                        "\(list.count) rows have the name \(shared[0].name ?? name): one machine, or several.")
                )
            case .serial(let text):
                let advice = list.count > 2 ? "; it proves nothing" : ": one machine, or two"
                return (
                    list[0], text,
                    InventoryDoubt(
                        .severalRows, rows: shared, records: [],
                        "\(list.count) rows have the serial number \(shared[0].serial ?? shared[0].title)\(advice).")
                )
            case .uuid(let text):
                let advice = list.count > 2 ? "; it proves nothing" : ": one machine, or two"
                return (
                    list[0], text,
                    InventoryDoubt(
                        .severalRows, rows: shared, records: [],
                        "\(list.count) rows have the UUID \(shared[0].uuid ?? shared[0].title)\(advice).")
                )
            case .cutRow, .cutMachine, .origin: return nil
            }
        }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    /// `PC-1 (list.csv, row 7)`, at most three of them.
    private static func listed(_ rows: [InventoryMachine], of count: Int) -> String {
        let shown = rows.prefix(InventoryDoubt.most).map { "\($0.title) (\($0.file), row \($0.row))" }
        let more = count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}

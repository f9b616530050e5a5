public import Diagnostics
public import FleetStore
internal import GRDB

extension FleetReport {
    /// The report on a collection.
    ///
    /// - Throws: `databaseNotReadable` when the file cannot be read to its end.
    public init(_ database: FleetDatabase, inventory: Inventory? = nil) throws(FleetReportError) {
        do {
            self = try database.queue.read { try FleetReader(database: $0).report(inventory) }
        } catch {
            throw FleetReportError(
                .databaseNotReadable, "\(database.path) cannot be read: \(error); collect the sticks into a new file",
                cause: error)
        }
    }
}

/// Reads what a report needs from a collection. The views are those that `FleetStore/Schema/README.md` describes.
struct FleetReader {
    let database: Database

    func report(_ inventory: Inventory?) throws -> FleetReport {
        let runs = try RunHistory(database)
        let evidence = try evidence()
        var machines = try machines(runs, evidence)
        let comparison = try inventory.map {
            InventoryComparison.make($0, machines: machines, names: try furtherNames())
        }
        if let sites = comparison?.sites {
            for index in machines.indices {
                machines[index].site = sites[machines[index].id] ?? machines[index].site
            }
        }
        machines.sort { left, right in
            left.state.isDone != right.state.isDone
                ? right.state.isDone : (left.name, left.id) < (right.name, right.id)
        }
        let names = Dictionary(uniqueKeysWithValues: machines.map { ($0.id, $0.name) })
        return FleetReport(
            asOf: try asOf(), totals: try totals(runs: runs.count), states: Self.states(machines),
            reasons: Self.reasons(machines), sites: Self.sites(machines, comparison?.comparison),
            timeline: runs.timeline, throughput: runs.throughput, machines: machines,
            usedKeys: try usedKeys(names), missingKeys: Self.missingKeys(evidence, machines),
            troubledModels: Self.troubledModels(machines), unseenDisks: Self.unseenDisks(evidence, machines),
            doubts: try doubts(names), inventory: comparison?.comparison)
    }

    private func asOf() throws -> String? {
        // What is no moment is not the newest one.
        let pattern = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z"
        let sql = """
            SELECT max(time) FROM (SELECT started AS time FROM runs WHERE NOT clock_is_wrong
            UNION ALL SELECT collected_at FROM source) WHERE time GLOB ?
            """
        return try Row.fetchOne(database, sql: sql, arguments: [pattern])?.text(0)
    }

    private func totals(runs: Int) throws -> FleetTotals {
        func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
        return FleetTotals(
            sources: try count("SELECT count(*) FROM source"), runs: runs,
            removedFiles: try count("SELECT count(*) FROM removed_files"),
            verifiedFiles: try count("SELECT sum(verified_count) FROM volumes"),
            refusedFiles: try count("SELECT count(*) FROM refused_file"))
    }

    private func machines(_ runs: RunHistory, _ evidence: [Int64: MachineEvidence]) throws -> [FleetMachine] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT machine_id, computer, serial, uuid, manufacturer, product, label, outcome, code, reason, next, \
                started, clock_is_wrong, seconds, ended FROM machines ORDER BY machine_id
                """)
        var machines: [FleetMachine] = []
        while let row = try rows.next() {
            let id = row.number(0) ?? 0
            let state = MachineState(outcome: row.text(7))
            let code = row.text(8)
            let remedy = Remedies.special(
                state, code: code, next: row.text(10), evidence: evidence[id] ?? MachineEvidence())
            let model = [row.text(4), row.text(5)].compactMap { $0 }.joined(separator: " ")
            machines.append(
                FleetMachine(
                    id: id, computer: row.text(1), serial: row.text(2), uuid: row.text(3),
                    model: model.isEmpty ? nil : model, site: row.text(6), state: state, code: code,
                    reason: row.text(9), remedy: remedy, time: row.text(11), clockIsWrong: row.number(12) == 1,
                    seconds: row.number(13).map(Int.init(clamping:)), runs: runs.machines[id]?.runs ?? 0,
                    repairs: runs.machines[id]?.repairs ?? 0))
        }
        return machines
    }

    /// Names of Windows that are not the machine's first.
    private func furtherNames() throws -> [Int64: [String]] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT DISTINCT machine_id, computer FROM volumes WHERE computer IS NOT NULL
                UNION SELECT DISTINCT machine_id, computer FROM runs WHERE computer IS NOT NULL ORDER BY 1, 2
                """)
        var names: [Int64: [String]] = [:]
        while let row = try rows.next() {
            if let id = row.number(0), let name = row.text(1) { names[id, default: []].append(name) }
        }
        return names
    }
}

extension Row {
    /// The text in a column. SQLite holds any type in any column, and a file may have been edited.
    func text(_ index: Int) -> String? {
        guard let text = String.fromDatabaseValue(self[index]), !text.isEmpty else { return nil }
        return text
    }

    /// The integer in a column.
    func number(_ index: Int) -> Int64? { Int64.fromDatabaseValue(self[index]) }
}

internal import Foundation
internal import GRDB
internal import Timestamps
internal import Vocabulary

/// Makes the machines of a collection out of what its runs say.
struct MachineIdentification {
    private let database: Database

    /// The machine of a run that has none yet.
    static let none: Int64 = 0

    init(_ database: Database) { self.database = database }

    /// Finds the machines of a source's runs, and those of all runs that have something in common with them: what a run
    /// adds may join two machines or part them.
    func settle(source: Int64) throws {
        try begin("SELECT run_id FROM sighting WHERE source_id = \(source)")
        try spread()
        try settleAffected()
    }

    /// Gives the runs of a collection that was made before there were facts those that its tables have, and finds all
    /// machines anew.
    func takeFactsOfOlderRuns() throws {
        try addOlderFacts()
        try begin("SELECT id FROM run")
        try settleAffected()
    }

    private func begin(_ runs: String) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS affected(run_id INTEGER PRIMARY KEY);
                DELETE FROM affected;
                INSERT INTO affected \(runs);
                """)
    }

    /// Goes from runs to what they say, and from that to all runs that say it too, each once: a number may be that of
    /// thousands. Here and below, `CROSS JOIN` has SQLite begin with the affected runs, which are few beside all.
    private func spread() throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO affected WITH RECURSIVE reached(run_id, value, kind) AS (
                    SELECT run_id, NULL, NULL FROM affected
                    UNION SELECT NULL, fact.value, fact.kind FROM reached
                        CROSS JOIN fact ON fact.run_id = reached.run_id
                    UNION SELECT fact.run_id, NULL, NULL FROM reached
                        CROSS JOIN fact ON fact.value = reached.value AND fact.kind = reached.kind
                    UNION SELECT NULL, run.run, 'run' FROM reached CROSS JOIN run ON run.id = reached.run_id
                    UNION SELECT run.id, NULL, NULL FROM reached
                        CROSS JOIN run ON reached.kind = 'run' AND run.run = reached.value)
                SELECT run_id FROM reached WHERE run_id IS NOT NULL
                """)
    }

    private func settleAffected() throws {
        let groups = MachineGroups.of(try affectedRuns())
        let keys = MachineKeys(groups)
        let former = try formerMachines()
        let machines = try machines(for: groups, former)
        let setMachine = try database.makeStatement(sql: "UPDATE run SET machine_id = ? WHERE id = ?")
        // A hostile serial number may look like the key of a machine elsewhere; then the row's number stays.
        let setKey = try database.makeStatement(sql: "UPDATE OR IGNORE machine SET identity_key = ? WHERE id = ?")
        let addDoubt = try database.makeStatement(sql: "INSERT INTO machine_doubt VALUES (?, ?, ?, ?)")
        try database.execute(
            sql: """
                UPDATE machine SET identity_key = 'machine:' || id WHERE id IN (
                    SELECT machine_id FROM affected CROSS JOIN run ON run.id = affected.run_id);
                DELETE FROM machine_doubt WHERE machine_id IN (
                    SELECT machine_id FROM affected CROSS JOIN run ON run.id = affected.run_id);
                """)
        for (group, machine) in zip(groups, machines) {
            for run in group.runs { try setMachine.execute(arguments: [machine, run.id]) }
        }
        let remove = try database.makeStatement(sql: "DELETE FROM machine WHERE id = ?")
        for machine in Set(former.values).subtracting(machines) { try remove.execute(arguments: [machine]) }
        for (number, machine) in machines.enumerated() {
            try setKey.execute(arguments: [keys[number], machine])
            for (position, doubt) in groups[number].doubts.enumerated() {
                try addDoubt.execute(arguments: [machine, position, doubt.kind.rawValue, doubt.detail])
            }
        }
        try describeMachines()
    }

    private func affectedRuns() throws -> [RunEvidence] {
        var facts: [Int64: [MachineFact]] = [:]
        let factRows = try Row.fetchCursor(
            database,
            sql: "SELECT fact.run_id, kind, value FROM affected CROSS JOIN fact ON fact.run_id = affected.run_id")
        while let row = try factRows.next() {
            guard let kind = String.fromDatabaseValue(row[1]).flatMap(MachineFact.Kind.init),
                let value = String.fromDatabaseValue(row[2])
            else { continue }
            facts[row[0], default: []].append(MachineFact(kind: kind, value: value))
        }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT id, run, file_hash, ordered_at, computer FROM affected
                CROSS JOIN run ON run.id = affected.run_id
                """)
        var runs: [RunEvidence] = []
        while let row = try rows.next() {
            let id: Int64 = row[0]
            runs.append(
                RunEvidence(
                    id: id, run: String.fromDatabaseValue(row[1]) ?? "",
                    fileHash: String.fromDatabaseValue(row[2]) ?? "",
                    time: String.fromDatabaseValue(row[3]).flatMap { UTCTime($0) },
                    computer: String.fromDatabaseValue(row[4]), facts: facts[id] ?? []))
        }
        return runs
    }

    /// The machines that the affected runs had.
    private func formerMachines() throws -> [Int64: Int64] {
        var former: [Int64: Int64] = [:]
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, machine_id FROM affected CROSS JOIN run ON run.id = affected.run_id")
        while let row = try rows.next() { former[row[0]] = row[1] }
        return former
    }

    /// The row of the table `machine` for each group: the one that its runs had, or a new one.
    private func machines(for groups: [MachineGroups.Group], _ former: [Int64: Int64]) throws -> [Int64] {
        let insert = try database.makeStatement(sql: "INSERT INTO machine(identity_key) VALUES (?)")
        var taken: Set<Int64> = [Self.none]
        return try groups.map { group in
            let known = group.runs.compactMap { former[$0.id] }.filter { !taken.contains($0) }.min()
            if let known {
                taken.insert(known)
                return known
            }
            try insert.execute(arguments: ["new:\(UUID())"])
            taken.insert(database.lastInsertedRowID)
            return database.lastInsertedRowID
        }
    }

    /// Finds the newest run of each machine: the last that ended; of copies with the same times, the one that is as it was
    /// written. What is known of a machine comes from its newest run that has it.
    private func describeMachines() throws {
        let order = """
            ended DESC, ordered_at DESC, stick_order DESC, chain = 'edited', problem_count, started DESC, run, file_hash
            """
        func newest(_ column: String) -> String {
            """
            \(column) = (SELECT \(column) FROM run WHERE machine_id = machine.id AND \(column) IS NOT NULL
                ORDER BY \(order) LIMIT 1)
            """
        }
        // A locked run has the name that BitLocker once wrote down: it counts where no run of the machine saw another one.
        let computer = """
            computer = COALESCE((SELECT computer FROM run WHERE machine_id = machine.id AND computer IS NOT NULL
                AND EXISTS (SELECT 1 FROM fact WHERE run_id = run.id AND kind = '\(MachineFact.Kind.name.rawValue)')
                ORDER BY \(order) LIMIT 1),
                (SELECT computer FROM run WHERE machine_id = machine.id AND computer IS NOT NULL ORDER BY \(order) LIMIT 1))
            """
        let others = ["serial", "uuid", "manufacturer", "product"].map(newest)
        try database.execute(
            sql: """
                UPDATE machine SET newest_run_id = (
                        SELECT id FROM run WHERE machine_id = machine.id ORDER BY \(order) LIMIT 1),
                    \(([computer] + others).joined(separator: ", "))
                WHERE id IN (SELECT machine_id FROM affected CROSS JOIN run ON run.id = affected.run_id)
                """)
    }

    /// What the tables of versions 1 and 2 have of a run.
    private func addOlderFacts() throws {
        var facts: [Int64: RunFacts] = [:]
        func each(_ sql: String, _ body: (Row, inout RunFacts) -> Void) throws {
            let rows = try Row.fetchCursor(database, sql: sql)
            while let row = try rows.next() {
                guard let run = Int64.fromDatabaseValue(row[0]) else { continue }
                body(row, &facts[run, default: RunFacts()])
            }
        }
        func text(_ row: Row, _ index: Int) -> String? { String.fromDatabaseValue(row[index]) }
        try each("SELECT run.id, run.uuid, run.serial, identity_key FROM run JOIN machine ON machine.id = machine_id") {
            $1.addFirmware(uuid: text($0, 1), serial: text($0, 2))
            // The addresses themselves were not kept.
            if let key = text($0, 3), key.hasPrefix("mac:") { $1.addAddresses(in: String(key.dropFirst(4))) }
        }
        try each("SELECT run_id, model, serial, bus FROM disk") {
            $1.addDisk(model: text($0, 1), serial: text($0, 2), bus: text($0, 3))
        }
        try each("SELECT id, computer FROM run") { $1.addName(text($0, 1)) }
        try each("SELECT run_id, partition_guid FROM volume") { $1.add(.partition, text($0, 1)) }
        try each("SELECT run_id, protector_id FROM key_missing UNION SELECT run_id, protector_id FROM key_used") {
            $1.add(.bitLocker, text($0, 1))
        }
        try each("SELECT run_id, message FROM note WHERE code = '\(NoteCode.networkAddresses.rawValue)'") {
            $1.addAddresses(in: text($0, 1) ?? "")
        }
        let insert = try database.makeStatement(sql: "INSERT OR IGNORE INTO fact VALUES (?, ?, ?)")
        for (run, facts) in facts {
            for fact in facts.all { try insert.execute(arguments: [run, fact.kind.rawValue, fact.value]) }
        }
    }
}

internal import Digests
internal import GRDB
internal import GRDBSQLite
internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps
internal import Vocabulary

/// The statements that fill the tables, prepared once for all logs of a source.
struct FleetTables {
    let database: Database
    private let findRuns: Statement
    private let insertRun: Statement
    private let insertFact: Statement
    private let insertSighting: Statement
    private let insertDisk: Statement
    private let insertVolume: Statement
    private let insertRemovedFile: Statement
    private let insertUsedKey: Statement
    private let insertMissingKey: Statement
    private let insertNote: Statement
    private let insertProblem: Statement

    init(_ database: Database) throws {
        func insert(_ table: String, _ columns: Int, _ more: String = "") throws -> Statement {
            let values = Array(repeating: "?", count: columns).joined(separator: ", ")
            return try database.makeStatement(sql: "INSERT INTO \(table) VALUES (\(values)) \(more)")
        }
        self.database = database
        findRuns = try database.makeStatement(
            sql:
                "SELECT id, file_hash, file_size, line_marks, ended, chain = 'whole' FROM run WHERE run = ? ORDER BY id"
        )
        insertRun = try insert("run", 31)
        // Texts that differ only by a NUL are stored alike.
        insertFact = try insert("fact", 3, "ON CONFLICT DO NOTHING")
        insertSighting = try insert("sighting", 3, "ON CONFLICT DO NOTHING")
        insertDisk = try insert("disk", 7)
        insertVolume = try insert("volume", 12)
        insertRemovedFile = try insert("removed_file", 7)
        insertUsedKey = try insert("key_used", 6)
        insertMissingKey = try insert("key_missing", 5)
        insertNote = try insert("note", 5)
        insertProblem = try insert("problem", 4)
    }

    /// Adds a source and returns its identifier.
    func addSource(_ source: LogSource, at time: UTCTime) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO source(name, kind, collected_at) VALUES (?, ?, ?)",
            arguments: [source.name, source.kind.rawValue, time.description])
        return database.lastInsertedRowID
    }

    func addRefused(_ name: String, _ reason: String, source: Int64) throws {
        try database.execute(
            sql: "INSERT INTO refused_file(source_id, name, reason) VALUES (?, ?, ?)",
            arguments: [source, Self.stored(name), Self.stored(reason)])
    }

    /// What the collection has of a run.
    func runs(named run: String) throws -> [KnownRun] {
        try Row.fetchAll(findRuns, arguments: [Self.stored(run)]).map { row in
            let marks: [UInt8] = try row.withUnsafeData(atIndex: 3) { data in data.map { [UInt8]($0) } ?? [] }
            return KnownRun(
                id: row[0], fileHash: row[1], fileSize: row[2], marks: LineMarks(stored: marks), isEnded: row[4],
                isWhole: row[5])
        }
    }

    /// Records that a source has a run, and the order that it knows, if none was known.
    func addSighting(of run: Int64, source: Int64, order: Int?) throws {
        try execute(insertSighting, [run, source, order])
        guard let order else { return }
        try database.execute(
            sql: "UPDATE run SET source_id = ?, stick_order = ? WHERE id = ? AND stick_order IS NULL",
            arguments: [source, order, run])
    }

    /// Puts a log in the place of a shorter copy. Its sightings stay.
    func replace(_ run: Int64, by log: CollectedLog, source: Int64, clockIsWrong: Bool) throws {
        let sightings = try Row.fetchAll(
            database, sql: "SELECT source_id, stick_order FROM sighting WHERE run_id = ?", arguments: [run])
        let old = try Row.fetchOne(
            database, sql: "SELECT ordered_at, machine_id FROM run WHERE id = ?", arguments: [run])
        let (order, machine): (String, Int64) = (old?[0] ?? "", old?[1] ?? MachineIdentification.none)
        try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run])
        try add(log, id: run, source: source, clockIsWrong: clockIsWrong)
        // The machine is the one it was until all runs are there.
        try database.execute(sql: "UPDATE run SET machine_id = ? WHERE id = ?", arguments: [machine, run])
        try database.execute(
            sql: "UPDATE run SET ordered_at = ? WHERE id = ? AND clock_is_wrong", arguments: [order, run])
        for sighting in sightings { try addSighting(of: run, source: sighting[0], order: sighting[1]) }
    }

    /// Adds a run and all that it says. Its machine is found once all runs of its source are there
    /// (`MachineIdentification`).
    func add(_ log: CollectedLog, id: Int64? = nil, source: Int64, clockIsWrong: Bool) throws {
        let (start, end) = (log.start, log.end)
        let started = log.started.description
        try execute(
            insertRun,
            [
                id, start.run, MachineIdentification.none, log.fileName, log.fileHash.description, started,
                clockIsWrong,
                clockIsWrong ? "" : started, end != nil, end?.outcome.rawValue, end?.code, end?.reason, end?.next,
                end?.seconds, log.computer, start.mode.rawValue, start.label, start.image, start.version,
                start.machine.firmware.rawValue, start.machine.secureBoot.rawValue, log.chain.name, log.problems.count,
                source, log.order, log.fileSize, log.marks.data, start.machine.serial, start.machine.uuid,
                start.machine.manufacturer, start.machine.product,
            ])
        let run = id ?? database.lastInsertedRowID
        try execute(insertSighting, [run, source, log.order])
        try addDetails(log, run: run)
    }

    /// Adds a row without GRDB's checks and copies of the arguments: with them, collecting took 7.4 s of processor time, and
    /// 6.9 s without (20,323 logs).
    ///
    /// - Parameter values: one for each column.
    private func execute(_ statement: Statement, _ values: [(any StatementBinding)?]) throws {
        let prepared = statement.sqliteStatement
        sqlite3_reset(prepared)
        sqlite3_clear_bindings(prepared)
        for (value, index) in zip(values, CInt(1)...) {
            guard let value else { continue }
            let code = ((value as? String).map(Self.stored) ?? value).bind(to: prepared, at: index)
            guard code == SQLITE_OK else { throw failure(code) }
        }
        let code = sqlite3_step(prepared)
        // An error stays with a statement until it is reset.
        defer { sqlite3_reset(prepared) }
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    private func failure(_ code: CInt) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
    }

    /// A text as it is bound, which ends at its first NUL: one from a hostile log must not lose its rest.
    private static func stored(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    }

    private func addDetails(_ log: CollectedLog, run: Int64) throws {
        for fact in log.machineFacts { try execute(insertFact, [run, fact.kind.rawValue, fact.value]) }
        for (position, disk) in log.disks.enumerated() {
            try execute(
                insertDisk,
                [
                    run, position, disk.device, disk.model, disk.serial, disk.bus, disk.size,
                ])
        }
        for (position, volume) in log.volumes.enumerated() {
            try execute(
                insertVolume,
                [
                    run, position, volume.device, volume.partitionGUID, volume.kind?.name,
                    volume.outcome?.outcome.rawValue,
                    volume.outcome?.code, volume.outcome?.reason, volume.computer, volume.windows,
                    volume.outcome?.removedCount ?? 0, volume.verifiedCount,
                ])
        }
        for (position, file) in log.removedFiles.enumerated() {
            let facts = log.facts[file]
            try execute(
                insertRemovedFile,
                [
                    run, position, file.device, file.path, facts?.sha256?.description, facts?.size,
                    log.isVerified(file),
                ])
        }
        for (position, key) in log.usedKeys.enumerated() {
            try execute(
                insertUsedKey,
                [
                    run, position, key.device, key.protectorKind.rawValue, key.protectorID, key.source,
                ])
        }
        for (position, key) in log.missingKeys.enumerated() {
            try execute(insertMissingKey, [run, position, key.device, key.protector.kind.rawValue, key.protector.id])
        }
        for (position, note) in log.notes.enumerated() {
            try execute(insertNote, [run, position, note.code, note.message, note.device])
        }
        for (position, problem) in log.problems.enumerated() {
            try execute(insertProblem, [run, position, problem.line, problem.what])
        }
    }
}

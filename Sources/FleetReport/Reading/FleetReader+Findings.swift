internal import GRDB
internal import Vocabulary

extension FleetReader {
    /// What the newest records of open machines say of keys and disks, by machine.
    func evidence() throws -> [Int64: MachineEvidence] {
        var evidence: [Int64: MachineEvidence] = [:]
        func each(_ columns: String, _ tables: String, _ body: (Row, inout MachineEvidence) -> Void) throws {
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT machines.machine_id, \(columns) FROM machines JOIN \(tables) = machines.run_id
                    WHERE machines.outcome IN (?, ?, ?) ORDER BY machines.machine_id, position
                    """,
                arguments: [Outcome.locked.rawValue, Outcome.failed.rawValue, Outcome.noWindows.rawValue])
            while let row = try rows.next() {
                guard let id = row.number(0) else { continue }
                body(row, &evidence[id, default: MachineEvidence()])
            }
        }
        let key = "key_missing.device, key_missing.protector_id, key_missing.kind"
        try each(key, "key_missing ON key_missing.run_id") { row, found in
            guard let id = row.text(2), let kind = row.text(3), ProtectorKind(word: kind).isFiledByIdentifier else {
                return
            }
            found.missingKeys.append((row.text(1) ?? "?", id))
        }
        try each("disk.device, disk.model, disk.bus", "disk ON disk.run_id") { row, found in
            if row.text(3) != "usb" { found.disks.append(row.text(2) ?? row.text(1) ?? "?") }
        }
        try each("note.code, note.message, note.device", "note ON note.run_id") { row, found in
            guard let code = row.text(1), Self.diskNotes.contains(code), let message = row.text(2) else { return }
            found.hiddenDisks.append(row.text(3).map { "\($0): \(message)" } ?? message)
        }
        return evidence
    }

    /// The codes of notes on disks that could not be looked at.
    private static let diskNotes: Set<String> = Set(
        [NoteCode.raidMember, .raidAssembly, .unreadableDevice].map(\.rawValue))

    func usedKeys(_ names: [Int64: String]) throws -> [KeyUse] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT machine_id, device, kind, protector_id, min(started) FROM keys_used WHERE kind <> ?
                GROUP BY machine_id, device, kind, protector_id
                """, arguments: [ProtectorKind.clearKey.rawValue])
        var keys: [(KeyUse, Int64)] = []
        while let row = try rows.next() {
            let id = row.number(0) ?? 0
            let key = KeyUse(
                machine: names[id] ?? "machine \(id)", device: row.text(1) ?? "?", kind: row.text(2) ?? "?",
                protectorID: row.text(3), time: row.text(4))
            keys.append((key, id))
        }
        return keys.sorted { left, right in
            (left.0.machine, left.1, left.0.device, left.0.kind, left.0.protectorID ?? "")
                < (right.0.machine, right.1, right.0.device, right.0.kind, right.0.protectorID ?? "")
        }.map(\.0)
    }

    func doubts(_ names: [Int64: String]) throws -> [RecordDoubt] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT runs.run_id, runs.machine_id, runs.file_name, runs.chain, runs.problem_count, \
                runs.clock_is_wrong, runs.started, runs.ended, \
                (SELECT 'line ' || line || ': ' || what FROM problem WHERE problem.run_id = runs.run_id \
                ORDER BY position LIMIT 1) FROM runs \
                WHERE chain <> 'whole' OR problem_count > 0 OR clock_is_wrong
                """)
        var doubts: [(RecordDoubt, Int64)] = []
        while let row = try rows.next() {
            let id = row.number(1) ?? 0
            func add(_ kind: RecordDoubt.Kind, _ detail: String) {
                let doubt = RecordDoubt(
                    kind: kind, file: row.text(2) ?? "?", machine: names[id] ?? "machine \(id)", detail: detail)
                doubts.append((doubt, row.number(0) ?? 0))
            }
            let problem = row.text(8)
            switch row.text(3) {
            case "edited": add(.edited, problem ?? "a line was changed, is missing, or is not where a run writes it")
            case "damaged": add(.damaged, problem ?? "the stick lost lines")
            case "cut": add(.cut, "no end: the stick was pulled, or the power failed")
            case "unchained": add(.unchained, "no hashes (older image); changes undetectable")
            default: break
            }
            if let problem, row.text(3) == "whole" || row.text(3) == "unchained" { add(.damaged, problem) }
            if row.number(5) == 1 { add(.wrongClock, "the machine's clock showed \(row.text(6) ?? "no time")") }
        }
        try addContested(names, to: &doubts)
        try addUncertain(names, to: &doubts)
        return doubts.sorted { left, right in
            (left.0.kind.index, left.0.file, left.1, left.0.detail)
                < (right.0.kind.index, right.0.file, right.1, right.0.detail)
        }.map(\.0)
    }

    /// Runs of which there are different records.
    private func addContested(_ names: [Int64: String], to doubts: inout [(RecordDoubt, Int64)]) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT run_id, machine_id, file_name, run FROM runs
                WHERE run IN (SELECT run FROM runs GROUP BY run HAVING count(*) > 1)
                """)
        while let row = try rows.next() {
            let id = row.number(1) ?? 0
            let doubt = RecordDoubt(
                kind: .contested, file: row.text(2) ?? "?", machine: names[id] ?? "machine \(id)",
                detail: "another record of run \(row.text(3) ?? "?") differs")
            doubts.append((doubt, row.number(0) ?? 0))
        }
    }
}

extension FleetReader {
    /// Machines of which it is not certain which runs are theirs.
    private func addUncertain(_ names: [Int64: String], to doubts: inout [(RecordDoubt, Int64)]) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT run_id, machine_doubts.machine_id, file_name, machine_doubts.kind, detail FROM machine_doubts
                JOIN runs ON runs.machine_id = machine_doubts.machine_id AND is_newest
                """)
        while let row = try rows.next() {
            guard let kind = row.text(3).flatMap(RecordDoubt.Kind.init) else { continue }
            let id = row.number(1) ?? 0
            let doubt = RecordDoubt(
                kind: kind, file: row.text(2) ?? "?", machine: names[id] ?? "machine \(id)", detail: row.text(4) ?? "")
            doubts.append((doubt, row.number(0) ?? 0))
        }
    }
}

extension RecordDoubt.Kind {
    fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

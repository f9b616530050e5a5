public import Diagnostics
internal import Digests
internal import GRDB
internal import RecoveryLog
internal import RecoveryLogReader
public import Timestamps

/// Puts the logs of sources into a collection.
public struct FleetCollector {
    private let database: FleetDatabase
    private let now: UTCTime

    /// A collector.
    ///
    /// - Parameter now: the time that is recorded, and by which clocks of machines are judged.
    public init(into database: FleetDatabase, now: UTCTime = .now()) {
        self.database = database
        self.now = now
    }

    /// Adds the logs of a source, all or none of them: one transaction.
    ///
    /// - Parameter progress: called after every log with the number looked at.
    public func collect(
        _ source: LogSource, progress: (Int) -> Void = { _ in }
    ) throws(FleetStoreError) -> CollectionSummary {
        try database.performing { database in
            var summary = CollectionSummary(source: source.name, kind: source.kind)
            try database.inTransaction {
                // A run gets its machine once all runs of its source are there.
                try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
                try add(source, to: database, &summary, progress)
                return .commit
            }
            return summary
        }
    }

    private func add(
        _ source: LogSource, to database: Database, _ summary: inout CollectionSummary, _ progress: (Int) -> Void
    ) throws {
        let tables = try FleetTables(database)
        let sourceID = try tables.addSource(source, at: now)
        var seen = 0
        try ParallelReading.forEach(of: source) { file in
            Result { () throws(FleetStoreError) in try CollectedLog(file) }.mapError {
                Refusal(file: file.name, error: $0)
            }
        } consume: { result in
            switch result {
            case .success(let log): try add(log, from: sourceID, to: tables, &summary)
            case .failure(let refusal):
                summary.refused.append(.init(name: refusal.file, reason: refusal.error.message))
                try tables.addRefused(refusal.file, refusal.error.message, source: sourceID)
            }
            seen += 1
            progress(seen)
        }
        summary.entries = source.entries
        summary.foreign = source.foreign
        summary.oddities = source.oddities
        try RunOrder.settle(source: sourceID, in: database)
        try MachineIdentification(database).settle(source: sourceID)
    }

    private struct Refusal: Error {
        let file: String
        let error: FleetStoreError
    }

    private func add(
        _ log: CollectedLog, from source: Int64, to tables: FleetTables, _ summary: inout CollectionSummary
    ) throws {
        let isWrong = MachineClock.isWrong(log.started, collected: now)
        summary.logs += 1
        summary.wrongClocks += isWrong ? 1 : 0
        summary.damagedLines += Set(log.problems.map(\.line)).count
        if log.end == nil { summary.cut += 1 }
        switch log.chain {
        case .edited: summary.edited += 1
        case .damaged: summary.damaged += 1
        case .whole, .cut, .unchained: break
        }
        let known = try tables.runs(named: log.start.run)
        for run in known {
            switch log.relation(to: run) {
            case .isContained:
                summary.known += 1
                return try tables.addSighting(of: run.id, source: source, order: log.order)
            case .continues:
                summary.completed += 1
                return try tables.replace(run.id, by: log, source: source, clockIsWrong: isWrong)
            case .conflicts: continue
            }
        }
        if known.isEmpty { summary.new += 1 } else { summary.conflicting += 1 }
        try tables.add(log, source: source, clockIsWrong: isWrong)
    }
}

/// A run that a collection has, as far as another copy of it is compared with it.
struct KnownRun {
    let id: Int64
    let fileHash: String
    let fileSize: Int
    let marks: LineMarks
    let isEnded: Bool
    /// Whether its lines follow from each other, to its end.
    let isWhole: Bool
}

extension CollectedLog {
    /// What this log is to one of the same run that is known.
    enum Relation { case isContained, continues, conflicts }

    func relation(to run: KnownRun) -> Relation {
        if fileHash.description == run.fileHash { return .isContained }
        // Copies of the same lines can differ by the torn one behind them; the longer has all there is.
        if marks == run.marks { return fileSize <= run.fileSize ? .isContained : .continues }
        // What goes on behind an end was not written by the run, unless that end was cut off within its line.
        if marks.begin(run.marks), end == nil || run.isWhole { return .isContained }
        if run.marks.begin(marks), !run.isEnded || chain == .whole { return .continues }
        return .conflicts
    }
}

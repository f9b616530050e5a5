import FleetSimulation
import FleetStore
import Foundation
import GRDB
import TestSupport
import Testing
import Timestamps

/// A whole fleet, collected: the totals are exactly those that were simulated.
@Suite struct FleetSimulationTests {
    private let now = UTCTime("2024-09-01T00:00:00Z") ?? .latest

    @Test(.enabled(if: Shell.has("mformat", "mcopy", "zip"), "needs mtools and zip"))
    func theTotalsAreThoseOfTheFleet() throws {
        let fleet = SimulatedFleet(machines: 3_000, sticks: 40)
        try withTemporaryFolder { folder in
            try fleet.write(to: folder)
            let database = try FleetDatabase.collecting(into: folder.appendingPathComponent("fleet.sqlite").path)
            let collector = FleetCollector(into: database, now: now)
            var summaries: [CollectionSummary] = []
            for stick in fleet.sticks {
                let source = try SimulatedStick(stick, in: folder).source()
                summaries.append(try collector.collect(try LogSource.open(source.path)))
            }
            let truth = fleet.truth
            func sum(_ number: (CollectionSummary) -> Int) -> Int { summaries.map(number).reduce(0, +) }
            #expect(sum(\.logs) == truth.logs && sum(\.refused.count) == truth.refused)
            #expect(sum(\.known) == truth.known && sum(\.completed) == truth.completed)
            #expect(
                sum(\.conflicting) == truth.conflicting
                    && sum(\.new) + truth.conflicting == truth.runs.values.reduce(0, +))
            #expect(sum(\.cut) == truth.cut && sum(\.edited) == truth.edited && sum(\.damaged) == truth.damaged)
            #expect(sum(\.wrongClocks) == truth.wrongClocks)
            try expect(database, says: truth)
            // Nothing changes when everything is collected once more, in another order.
            for stick in fleet.sticks.reversed() {
                let source = try SimulatedStick(stick, in: folder).source()
                let summary = try collector.collect(try LogSource.open(source.path))
                #expect(
                    summary.new == 0 && summary.completed == 0 && summary.known + summary.conflicting == summary.logs)
            }
            try expect(database, says: truth)
        }
    }

    private func expect(_ database: FleetDatabase, says truth: FleetTruth) throws {
        try database.queue.read { (database: Database) throws in
            func count(_ sql: String) throws -> Int {
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \(sql)") ?? -1
            }
            func groups(_ view: String) throws -> [String: Int] {
                let rows = try Row.fetchAll(
                    database, sql: "SELECT coalesce(outcome, 'cut'), count(*) FROM \(view) GROUP BY 1")
                return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
            }
            #expect(try count("machines") == truth.machines)
            #expect(try count("machine") == truth.machines)
            #expect(try groups("machines") == truth.newest)
            #expect(try groups("runs") == truth.runs)
            let doubts = try Row.fetchAll(database, sql: "SELECT kind, count(*) FROM machine_doubts GROUP BY 1")
            #expect(Dictionary(uniqueKeysWithValues: doubts.map { ($0[0], $0[1]) }) == truth.doubts)
            #expect(try count("removed_files") == truth.removedFiles)
            #expect(try Int.fetchOne(database, sql: "SELECT sum(verified_count) FROM volumes") == truth.verifiedFiles)
            #expect(try count("removed_files WHERE verified") == truth.verifiedFiles)
            #expect(try count("keys_used") == truth.usedKeys)
            #expect(try count("pragma_foreign_key_check") == 0)
            #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
        }
    }
}

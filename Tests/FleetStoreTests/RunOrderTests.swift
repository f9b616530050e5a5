import FleetStore
import Foundation
import TestSupport
import Testing

/// Which of a machine's runs is the newest, with clocks that are wrong.
@Suite struct RunOrderTests {
    private func newest(_ database: FleetDatabase) throws -> [String] {
        try database.rows("SELECT machine.serial, run.run FROM machine JOIN run ON run.id = newest_run_id ORDER BY 1")
    }

    @Test func theTimeDecidesWhereItCanBeTrue() throws {
        try withTemporaryFolder { folder in
            let runs = [
                ("late", "2024-07-21T10:00:00Z"), ("early", "2024-07-20T10:00:00Z"), ("future", "2024-09-04T00:00:00Z"),
            ]
            for (run, time) in runs {
                try folder.write(try SampleLog.make(run: run, started: time), to: "\(run).jsonl")
            }
            let database = try FleetDatabase.inMemory()
            let summary = try #require(try database.collect(folder.path).first)
            #expect(summary.wrongClocks == 1)
            #expect(try newest(database) == ["SN-1|late"])
            #expect(
                try database.rows("SELECT run, clock_is_wrong, ordered_at FROM run ORDER BY ordered_at") == [
                    "future|1|", "early|0|2024-07-20T10:00:00.000Z", "late|0|2024-07-21T10:00:00.000Z",
                ])
        }
    }

    @Test func aRunThatEndedOutranksACutOne() throws {
        try withTemporaryFolder { folder in
            let cut = try SampleLog.make(run: "cut", started: "2024-07-22T10:00:00Z", outcome: nil)
            try folder.write(cut, to: "cut.jsonl")
            try folder.write(try SampleLog.make(run: "done", started: "2024-07-21T10:00:00Z"), to: "done.jsonl")
            let database = try FleetDatabase.inMemory()
            try database.collect(folder.path)
            #expect(try database.rows("SELECT run, outcome, runs, cut_runs FROM machines") == ["done|repaired|2|1"])
        }
    }

    /// A machine in 2003 that was locked, then repaired, at times that say the opposite.
    @Test(.enabled(if: Shell.has("mformat", "mcopy"), "needs mtools"), arguments: [false, true])
    func theOrderOnTheStickDecidesWhereClocksAreWrong(copiesAreFirst: Bool) throws {
        try withTemporaryFolder { folder in
            let runs = [
                ("1", "2024-07-20T10:00:00Z", "S-A"), ("2", "2003-01-01T00:09:00Z", "S-B"),
                ("3", "2024-07-20T12:00:00Z", "S-C"),
                ("4", "2003-01-01T00:01:00Z", "S-B"),
            ]
            for (run, time, serial) in runs {
                try folder.write(try SampleLog.make(run: run, started: time, serial: serial), to: "\(run).jsonl")
            }
            let image = folder.appendingPathComponent("stick.img").path
            try Shell.run("truncate", "-s", "8M", image)
            try Shell.run("mformat", "-i", image, "-v", "UNLOOP-LOG", "::")
            try Shell.run(["mcopy", "-i", image] + runs.map { "\($0.0).jsonl" } + ["::"], directory: folder)
            let database = try FleetDatabase.inMemory()
            let copies = "\(folder.path)/1.jsonl", last = "\(folder.path)/4.jsonl"
            if copiesAreFirst { try database.collect(copies, last, image) } else { try database.collect(image, last) }
            #expect(try newest(database) == ["S-A|1", "S-B|4", "S-C|3"])
            #expect(
                try database.rows("SELECT run, ordered_at, stick_order FROM run ORDER BY ordered_at, stick_order") == [
                    "1|2024-07-20T10:00:00.000Z|0", "2|2024-07-20T10:00:00.000Z|1", "3|2024-07-20T12:00:00.000Z|2",
                    "4|2024-07-20T12:00:00.000Z|3",
                ])
        }
    }
}

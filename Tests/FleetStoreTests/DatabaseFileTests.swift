import Diagnostics
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FleetStore

/// Whose file is written, and whose is left alone.
@Suite struct DatabaseFileTests {
    private func code(_ path: String) -> FleetStoreError.Code? {
        do { _ = try FleetDatabase.collecting(into: path) } catch { return error.code }
        return nil
    }

    @Test func aForeignFileStaysAsItIs() throws {
        try withTemporaryFolder { folder in
            let text = try folder.write(Array(repeating: UInt8(ascii: "x"), count: 9000), to: "a.txt")
            let foreign = folder.appendingPathComponent("foreign.sqlite").path
            try DatabaseQueue(path: foreign).write {
                try $0.execute(sql: "CREATE TABLE run(a); PRAGMA user_version = 1")
            }
            for path in [text, foreign, folder.path] {
                let before = try? Data(contentsOf: URL(fileURLWithPath: path))
                #expect(code(path) == .notACollection)
                #expect(throws: FleetStoreError.self) { try FleetDatabase.reading(path) }
                #expect((try? Data(contentsOf: URL(fileURLWithPath: path))) == before)
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                    "a.txt", "foreign.sqlite",
                ])
            #expect(code("\(folder.path)/none/a.sqlite") == .collectionFailed)
        }
    }

    /// To SQLite these are no files, and what is collected into them is gone.
    @Test(arguments: [":memory:", "file:a.sqlite?mode=memory", "file::memory:"])
    func aNameOfSQLitesOwnIsAFile(_ name: String) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder.path)/\(name)"
            #expect(code(path) == nil)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names == [name])
        }
        // In the present folder, which is of the whole process: only what SQLite is told can be looked at.
        #expect(FleetDatabase.fileName(name) == "./\(name)")
    }

    @Test func aCollectionNeedsAName() { #expect(code("") == .notACollection) }

    @Test func manyMayMakeOneAtTheSameTime() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("a.sqlite").path
            let log = try folder.write(
                try SampleLog.make(run: "a", started: "2024-07-20T10:00:00.000Z"), to: "log.jsonl")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try FleetDatabase.collecting(into: path).collect(log) } }
                try await group.waitForAll()
            }
            #expect(try FleetDatabase.reading(path).rows("SELECT count(*) FROM run") == ["1"])
        }
    }

    @Test func aReadOnlyOneIsNotCalledInterrupted() throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("a.sqlite").path
            #expect(code(path) == nil)
            let log = try folder.write(
                try SampleLog.make(run: "a", started: "2024-07-20T10:00:00.000Z"), to: "log.jsonl")
            // Opened for reading, as the system does where the file may not be written.
            let database = try FleetDatabase.reading(path)
            #expect { try database.collect(log) } throws: { "\($0)".contains("cannot be written") }
        }
    }

    @Test func aNewerOneIsRefused() throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("a.sqlite").path
            try FleetDatabase.collecting(into: path).queue.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA user_version = 99")
            }
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(code(path) == .newerCollection)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test func anEmptyFileAndAKnownOneAreTaken() throws {
        try withTemporaryFolder { folder in
            let path = try folder.write([], to: "a.sqlite")
            #expect(code(path) == nil && code(path) == nil)
            #expect(try FleetDatabase.reading(path).rows("SELECT count(*) FROM machines") == ["0"])
        }
    }

    /// A collection as the first version of the tables made it: one repaired run, one that failed after it had removed.
    private func firstVersion(in folder: URL) throws -> String {
        let path = folder.appendingPathComponent("old.sqlite").path
        try DatabaseQueue(path: path).writeWithoutTransaction { database in
            try database.execute(sql: FleetSchema.versions[0])
            try database.execute(
                sql: """
                    PRAGMA application_id = \(FleetSchema.applicationID);
                    PRAGMA user_version = 1;
                    INSERT INTO source VALUES (1, 's', 'folder', '2024-07-22T08:00:00.000Z');
                    INSERT INTO machine VALUES (1, 'm', NULL, NULL, NULL, NULL, NULL, NULL);
                    INSERT INTO run(id, run, machine_id, file_name, file_hash, clock_is_wrong, ordered_at, ended, chain,
                        problem_count, source_id, file_size, line_marks)
                        VALUES (1, 'a', 1, 'a', 'h', 0, '', 1, 'whole', 0, 1, 9, x''),
                            (2, 'b', 1, 'b', 'h', 0, '', 1, 'whole', 0, 1, 9, x'');
                    INSERT INTO volume VALUES (1, 0, '/dev/a', NULL, 'ntfs', 'repaired', NULL, NULL, NULL, NULL, 1),
                        (2, 0, '/dev/a', NULL, 'ntfs', 'failed', NULL, NULL, NULL, NULL, 1),
                        (2, 1, '/dev/b', NULL, 'ntfs', 'locked', NULL, NULL, NULL, NULL, 0);
                    INSERT INTO removed_file VALUES (1, 0, '/dev/a', 'x', NULL, NULL), (2, 0, '/dev/a', 'x', NULL, NULL);
                    """)
        }
        return path
    }

    @Test func anOlderOneIsReadAsItIsAndBroughtUpToDateByCollecting() throws {
        try withTemporaryFolder { folder in
            let path = try firstVersion(in: folder)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let queries = [
                "SELECT verified_count FROM volumes ORDER BY run_id, device",
                "SELECT verified FROM removed_files ORDER BY run_id",
            ]
            let wanted = [["1", "-", "0"], ["1", "-"]]
            let read = try FleetDatabase.reading(path)
            #expect(try queries.map { try read.rows($0) } == wanted)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            let updated = try FleetDatabase.collecting(into: path)
            #expect(try queries.map { try updated.rows($0) } == wanted)
            #expect(try updated.rows("PRAGMA user_version") == ["\(FleetSchema.versions.count)"])
        }
    }

    /// A process that dies while it collects leaves a database and a journal: what it had not finished is undone.
    @Test func anInterruptedCollectIsUndone() throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("a.sqlite").path
            try folder.write(try SampleLog.make(run: "a", started: "2024-07-20T10:00:00Z"), to: "one/a.jsonl")
            try FleetDatabase.collecting(into: path).collect("\(folder.path)/one")
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            // The file and its journal as they are in the middle of a large transaction.
            let copy = folder.appendingPathComponent("b.sqlite").path
            try FleetDatabase.collecting(into: path).queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA cache_size = 1; BEGIN")
                for _ in 0..<2000 {
                    try database.execute(
                        sql: "INSERT INTO refused_file(source_id, name, reason) VALUES (1, 'a', hex(randomblob(200)))")
                }
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                try FileManager.default.copyItem(atPath: path + "-journal", toPath: copy + "-journal")
                try database.execute(sql: "ROLLBACK")
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) != before)
            let database = try FleetDatabase.collecting(into: copy)
            #expect(try database.rows("PRAGMA integrity_check") == ["ok"])
            #expect(try database.rows("SELECT count(*) FROM refused_file") == ["0"])
            #expect(try database.rows("SELECT run FROM runs") == ["a"])
        }
    }
}

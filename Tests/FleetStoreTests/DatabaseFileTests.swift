import Diagnostics
import FleetStore
import Foundation
import GRDB
import TestSupport
import Testing

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

internal import Diagnostics
internal import Foundation
public import GRDB

/// A collection of logs in a SQLite file.
public struct FleetDatabase: Sendable {
    /// The path of the file.
    public let path: String
    /// The connection, for queries. The views that `Schema/README.md` names stay from version to version.
    public let queue: DatabaseQueue

    /// Opens a collection to read it. Nothing is written, and no file is made.
    ///
    /// - Throws: `notACollection`, `newerCollection`, or `collectionFailed` when the file cannot be opened.
    public static func reading(_ path: String) throws(FleetStoreError) -> FleetDatabase {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try open(path, configuration)
        if try database.version() == nil { throw foreign(path) }
        return database
    }

    /// Opens a collection to add to it; makes it when there is no file, or an empty one. An older one is brought up to
    /// this version.
    ///
    /// - Throws: `notACollection` or `newerCollection`, with the file as it was; `collectionFailed` when it cannot be
    ///   opened or written.
    public static func collecting(into path: String) throws(FleetStoreError) -> FleetDatabase {
        let isNew = !FileManager.default.fileExists(atPath: path)
        // Whose file it is, is found out on a connection that cannot write.
        var version = 0
        if !isNew {
            var configuration = Configuration()
            configuration.readonly = true
            version = try open(path, configuration).version() ?? 0
        }
        let database = try open(path, Configuration())
        try database.performing { database in
            for (index, sql) in FleetSchema.versions.enumerated().dropFirst(version) {
                try database.inTransaction {
                    try database.execute(sql: sql)
                    try database.execute(
                        sql: """
                            PRAGMA application_id = \(FleetSchema.applicationID); PRAGMA user_version = \(index + 1)
                            """)
                    return .commit
                }
            }
        }
        return database
    }

    private static func open(_ path: String, _ configuration: Configuration) throws(FleetStoreError) -> FleetDatabase {
        do {
            var configuration = configuration
            // Another tool may be reading.
            configuration.busyMode = .timeout(10)
            return FleetDatabase(path: path, queue: try DatabaseQueue(path: path, configuration: configuration))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw foreign(path)
        } catch {
            throw failure(path, error)
        }
    }

    /// The version of the schema; nil for an empty database.
    private func version() throws(FleetStoreError) -> Int? {
        let found: (id: Int32, version: Int, tables: Int)
        do {
            found = try queue.read { database in
                (
                    try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
                )
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw Self.foreign(path)
        } catch {
            throw Self.failure(path, error)
        }
        if found.id == 0, found.version == 0, found.tables == 0 { return nil }
        guard found.id == FleetSchema.applicationID, found.version > 0 else { throw Self.foreign(path) }
        guard found.version <= FleetSchema.versions.count else {
            throw FleetStoreError(
                .newerCollection,
                "\(path) was made by a newer unloop (version \(found.version) of the tables, and this one knows "
                    + "\(FleetSchema.versions.count)); use that one, or collect into another file")
        }
        return found.version
    }

    /// Runs a body that may write. What it throws becomes an error that names the file.
    func performing<Result>(_ body: (Database) throws -> Result) throws(FleetStoreError) -> Result {
        do {
            return try queue.writeWithoutTransaction(body)
        } catch let error as FleetStoreError {
            throw error
        } catch {
            throw Self.failure(path, error)
        }
    }

    private static func foreign(_ path: String) -> FleetStoreError {
        FleetStoreError(
            .notACollection, "\(path) is no collection of unloop's and stays as it is; name another file for --into")
    }

    private static func failure(_ path: String, _ error: any Error) -> FleetStoreError {
        FleetStoreError(
            .collectionFailed, "\(path): \(error); check the path, its permissions and the free space", cause: error)
    }
}

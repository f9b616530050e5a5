public import Diagnostics
internal import DiskFormats
public import GRDB
internal import Glibc
internal import Vocabulary

/// A collection of logs in a SQLite file.
public struct FleetDatabase: Sendable {
    /// The path of the file.
    public let path: String
    /// The connection, for queries. The views that `Schema/README.md` names stay from version to version.
    public let queue: DatabaseQueue

    /// Opens a collection to read it. Nothing is written, and no file is made: an older one is read from a temporary copy
    /// that is brought up to this version.
    ///
    /// - Throws: `notACollection`, `newerCollection`, or `collectionFailed` when the file cannot be opened.
    public static func reading(_ path: String) throws(FleetStoreError) -> FleetDatabase {
        guard let version = try version(of: path) else {
            guard access(path, F_OK) == 0 else {
                throw FleetStoreError(
                    .notACollection, "\(path): no such file; name a file that unloop log collect has made")
            }
            throw foreign(path)
        }
        var configuration = Configuration()
        configuration.readonly = true
        let database = try open(path, configuration)
        return version == FleetSchema.versions.count ? database : try database.updatedCopy()
    }

    /// A copy that is gone when it is no longer used, brought up to this version.
    private func updatedCopy() throws(FleetStoreError) -> FleetDatabase {
        do {
            // SQLite's name for a file of its own that nobody else sees.
            let copy = FleetDatabase(path: path, queue: try DatabaseQueue(path: ""))
            try queue.backup(to: copy.queue)
            try copy.bringUpToDate()
            return copy
        } catch {
            throw Self.failure(path, error)
        }
    }

    /// Opens a collection to add to it; makes it when there is no file, or an empty one. An older one is brought up to
    /// this version, and what an interrupted `collect` left behind is undone.
    ///
    /// - Throws: `notACollection` or `newerCollection`, with the file as it was; `collectionFailed` when it cannot be
    ///   opened or written.
    public static func collecting(into path: String) throws(FleetStoreError) -> FleetDatabase {
        guard !path.isEmpty else {
            throw FleetStoreError(.notACollection, "the collection has no name; name a file, such as fleet.sqlite")
        }
        _ = try version(of: path)
        let database = try open(path, Configuration())
        try database.bringUpToDate()
        return database
    }

    /// A new collection that is gone when it is no longer used.
    public static func inMemory() throws(FleetStoreError) -> FleetDatabase {
        let database: FleetDatabase
        do {
            database = FleetDatabase(path: "memory", queue: try DatabaseQueue())
        } catch {
            throw failure("memory", error)
        }
        try database.bringUpToDate()
        return database
    }

    /// Whether a file is a SQLite database, of whatever.
    public static func isDatabase(_ path: String) -> Bool {
        guard let medium = try? OpenMedium(path) else { return false }
        return medium.read(at: 0, count: magic.count).elementsEqual(magic)
    }

    /// How much of a database is kept in memory, in KiB.
    private static let cacheKiB = 128 << 10

    private static let magic = Array("SQLite format 3\0".utf8)

    /// The version of the tables; nil where there is no file, or an empty one. Read from the file's first page (`user_version`
    /// @60 and `application_id` @68, the most significant byte first), for SQLite could not leave a file alone that a
    /// journal lies beside.
    private static func version(of path: String) throws(FleetStoreError) -> Int? {
        // SQLite and its journals are given the text.
        guard PathText.isExact(path) else {
            throw FleetStoreError(
                .collectionFailed,
                "\(PathText.shown(path)): the name of a collection must be UTF-8; choose another name or folder")
        }
        let medium: OpenMedium
        do {
            medium = try OpenMedium(path)
        } catch {
            if error.number == ENOENT { return nil }
            throw failure(path, error)
        }
        if medium.mode & S_IFMT == S_IFREG, medium.size == 0 { return nil }
        func number(_ offset: Int64) -> Int {
            medium.read(at: offset, count: 4).reduce(0) { $0 << 8 | Int($1) }
        }
        guard medium.read(at: 0, count: magic.count).elementsEqual(magic), number(60) > 0,
            number(68) == Int(FleetSchema.applicationID)
        else { throw foreign(path) }
        guard number(60) <= FleetSchema.versions.count else {
            throw FleetStoreError(
                .newerCollection,
                "\(path) was made by a newer unloop (version \(number(60)) of the tables, and this one knows "
                    + "\(FleetSchema.versions.count)); use that one, or collect into another file")
        }
        return number(60)
    }

    /// A path that SQLite takes for a file: ":memory:" and "file:…?mode=memory" are none to it.
    static func fileName(_ path: String) -> String { path.hasPrefix("/") ? path : "./\(path)" }

    private static func open(_ path: String, _ configuration: Configuration) throws(FleetStoreError) -> FleetDatabase {
        do {
            var configuration = configuration
            // Another tool may be reading.
            configuration.busyMode = .timeout(10)
            // Indexes of random identifiers are written all over: 100,000 runs took 7.8 s of system time with SQLite's own
            // 2 MB, and 2.2 s with this.
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -\(cacheKiB)") }
            let queue = try DatabaseQueue(path: fileName(path), configuration: configuration)
            return FleetDatabase(path: path, queue: queue)
        } catch {
            throw failure(path, error)
        }
    }

    /// Makes the tables that this version has and the file has not. The file's version is read once nobody else can write:
    /// two may have found no file at the same time.
    private func bringUpToDate() throws(FleetStoreError) {
        try performing { database in
            try database.inTransaction(.immediate) {
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                for (index, sql) in FleetSchema.versions.enumerated().dropFirst(version) {
                    try database.execute(sql: sql)
                    try database.execute(
                        sql: """
                            PRAGMA application_id = \(FleetSchema.applicationID); PRAGMA user_version = \(index + 1)
                            """)
                }
                if version > 0, version < FleetSchema.versionWithFacts {
                    try MachineIdentification(database).takeFactsOfOlderRuns()
                }
                return .commit
            }
        }
    }

    /// Runs a body that only reads. What it throws becomes an error that names the file.
    func reading<Result>(_ body: (Database) throws -> Result) throws(FleetStoreError) -> Result {
        do {
            return try queue.read(body)
        } catch {
            throw Self.failure(path, error)
        }
    }

    /// Runs a body that may write. What it throws becomes an error that names the file.
    func performing<Result>(_ body: (Database) throws -> Result) throws(FleetStoreError) -> Result {
        do {
            return try queue.writeWithoutTransaction(body)
        } catch {
            throw Self.failure(path, error)
        }
    }

    private static func foreign(_ path: String) -> FleetStoreError {
        FleetStoreError(
            .notACollection,
            "\(path): not an Unloop database; left unchanged. Name a file that unloop log collect has made")
    }

    private static func failure(_ path: String, _ error: any Error) -> FleetStoreError {
        if let error = error as? FleetStoreError { return error }
        if let error = error as? DatabaseError, error.resultCode == .SQLITE_READONLY {
            let isInterrupted = error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
            return FleetStoreError(
                .collectionFailed,
                isInterrupted
                    ? "\(path): a collection into it was interrupted; make the file writable, then collect into it again"
                    : "\(path): the file cannot be written; check its permissions and those of its folder, or collect into "
                        + "another file",
                cause: error)
        }
        return FleetStoreError(
            .collectionFailed, "\(path): \(error); check the path, its permissions and the free space", cause: error)
    }
}

public import Diagnostics
internal import GRDB

/// All runs of a machine, the oldest first.
public struct MachineHistory: Sendable, Equatable, Codable {
    /// A volume as a run found and left it.
    public struct Volume: Sendable, Equatable, Codable {
        /// The device, such as `/dev/nvme0n1p3`.
        public let device: String
        /// What it holds, such as `ntfs` or `bitlocker`.
        public let kind: String?
        /// How it ended.
        public let outcome: String?
        /// Why, as a stable identifier.
        public let code: String?
        /// Why, in plain words.
        public let reason: String?
        /// The name of the computer whose Windows is on it.
        public let computer: String?
        /// The number of files that were removed.
        public let removed: Int
    }

    /// A run.
    public struct Run: Sendable, Equatable, Codable {
        /// The run's identifier.
        public let run: String
        /// The path of the log in its source.
        public let log: String
        /// The source.
        public let source: String
        /// When it began, by the machine's clock.
        public let started: String?
        /// Whether that cannot be right.
        public let clockIsWrong: Bool
        /// How it ended; nil if its log was cut off.
        public let outcome: String?
        /// Why, in plain words.
        public let reason: String?
        /// Whether the lines of the log follow from each other: `whole`, `cut`, `damaged`, `edited` or `unchained`.
        public let chain: String
        /// The volumes that have an outcome, in the order of the log.
        public let volumes: [Volume]
    }

    /// What tells the machine apart, as the collection has it.
    public let machine: String
    /// The serial number.
    public let serial: String?
    /// The UUID.
    public let uuid: String?
    /// The computer's name.
    public let computer: String?
    /// The runs, the oldest first.
    public let runs: [Run]

    /// The machines whose serial number, UUID or name of a computer is a text, in small letters or capitals: more than one
    /// where several have the same name.
    public static func find(_ text: String, in database: FleetDatabase) throws(FleetStoreError) -> [MachineHistory] {
        try database.reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, identity_key, serial, uuid, computer FROM machine
                    WHERE serial = :text COLLATE NOCASE OR uuid = :text COLLATE NOCASE OR computer = :text COLLATE NOCASE
                        OR id IN (SELECT machine_id FROM volumes WHERE computer = :text COLLATE NOCASE)
                    ORDER BY identity_key
                    """,
                arguments: ["text": text]
            ).map { row in
                MachineHistory(
                    machine: row[1], serial: row[2], uuid: row[3], computer: row[4],
                    runs: try runs(of: row[0], database))
            }
        }
    }

    private static func runs(of machine: Int64, _ database: Database) throws -> [Run] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT run_id, run, file_name, source, started, clock_is_wrong, outcome, reason, chain FROM runs
                WHERE machine_id = ? ORDER BY ordered_at, stick_order, started, run, file_hash
                """,
            arguments: [machine]
        ).map { row in
            Run(
                run: row[1], log: row[2], source: row[3], started: row[4], clockIsWrong: row[5], outcome: row[6],
                reason: row[7], chain: row[8], volumes: try volumes(of: row[0], database))
        }
    }

    private static func volumes(of run: Int64, _ database: Database) throws -> [Volume] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT device, kind, outcome, code, reason, computer, removed_count FROM volume
                WHERE run_id = ? AND outcome IS NOT NULL ORDER BY position
                """,
            arguments: [run]
        ).map { row in
            Volume(
                device: row[0], kind: row[1], outcome: row[2], code: row[3], reason: row[4], computer: row[5],
                removed: row[6])
        }
    }
}

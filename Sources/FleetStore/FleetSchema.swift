internal import Vocabulary

/// The tables and views of a collection, as SQLite keeps them; `Schema/README.md` describes them for other tools.
enum FleetSchema {
    /// `PRAGMA application_id` of a collection: the letters `UNLP`. It tells a collection from any other database.
    static let applicationID: Int32 = 0x554E_4C50

    /// What makes each version (`PRAGMA user_version`, from 1) out of the one before. A version that was released is
    /// never changed: a new one is added.
    static let versions = [tables + views, verification, identity]

    /// The version from which on runs have facts.
    static let versionWithFacts = 3

    private static let tables = """
        CREATE TABLE source(
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            collected_at TEXT NOT NULL);
        CREATE TABLE machine(
            id INTEGER PRIMARY KEY,
            identity_key TEXT NOT NULL UNIQUE,
            serial TEXT, uuid TEXT, manufacturer TEXT, product TEXT, computer TEXT,
            newest_run_id INTEGER REFERENCES run(id) ON DELETE SET NULL);
        -- Without it, each removal of a run would look at every machine.
        CREATE INDEX machine_by_newest_run ON machine(newest_run_id);
        CREATE TABLE run(
            id INTEGER PRIMARY KEY,
            run TEXT NOT NULL,
            machine_id INTEGER NOT NULL REFERENCES machine(id),
            file_name TEXT NOT NULL,
            file_hash TEXT NOT NULL,
            started TEXT,
            clock_is_wrong INTEGER NOT NULL,
            ordered_at TEXT NOT NULL,
            ended INTEGER NOT NULL,
            outcome TEXT, code TEXT, reason TEXT, next TEXT, seconds INTEGER,
            computer TEXT,
            mode TEXT, label TEXT, image TEXT, version TEXT, firmware TEXT, secure_boot TEXT,
            chain TEXT NOT NULL,
            problem_count INTEGER NOT NULL,
            source_id INTEGER NOT NULL REFERENCES source(id),
            stick_order INTEGER,
            file_size INTEGER NOT NULL,
            line_marks BLOB NOT NULL);
        CREATE INDEX run_by_run ON run(run);
        CREATE INDEX run_by_machine ON run(machine_id);
        CREATE TABLE sighting(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            source_id INTEGER NOT NULL REFERENCES source(id),
            stick_order INTEGER,
            PRIMARY KEY(run_id, source_id)) WITHOUT ROWID;
        CREATE INDEX sighting_by_source ON sighting(source_id, stick_order);
        CREATE TABLE disk(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            device TEXT NOT NULL, model TEXT, serial TEXT, bus TEXT, size INTEGER NOT NULL,
            PRIMARY KEY(run_id, position)) WITHOUT ROWID;
        CREATE TABLE volume(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            device TEXT NOT NULL, partition_guid TEXT, kind TEXT,
            outcome TEXT, code TEXT, reason TEXT, computer TEXT, windows TEXT, removed_count INTEGER NOT NULL,
            PRIMARY KEY(run_id, position)) WITHOUT ROWID;
        CREATE TABLE removed_file(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            device TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT, size INTEGER,
            PRIMARY KEY(run_id, position)) WITHOUT ROWID;
        CREATE TABLE key_used(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            device TEXT NOT NULL, kind TEXT NOT NULL, protector_id TEXT, source TEXT,
            PRIMARY KEY(run_id, position)) WITHOUT ROWID;
        CREATE TABLE key_missing(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            device TEXT NOT NULL, kind TEXT NOT NULL, protector_id TEXT NOT NULL,
            PRIMARY KEY(run_id, position)) WITHOUT ROWID;
        CREATE TABLE note(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            code TEXT NOT NULL, message TEXT NOT NULL, device TEXT,
            PRIMARY KEY(run_id, position)) WITHOUT ROWID;
        CREATE TABLE problem(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            line INTEGER NOT NULL, what TEXT NOT NULL,
            PRIMARY KEY(run_id, position)) WITHOUT ROWID;
        CREATE TABLE refused_file(
            id INTEGER PRIMARY KEY,
            source_id INTEGER NOT NULL REFERENCES source(id),
            name TEXT NOT NULL,
            reason TEXT NOT NULL);

        """

    private static let views = """
        CREATE VIEW machines AS
            SELECT machine.id AS machine_id, machine.identity_key, machine.serial, machine.uuid, machine.manufacturer,
                machine.product, machine.computer, run.outcome, run.code, run.reason, run.next, run.ended, run.started,
                run.clock_is_wrong, run.chain, run.mode, run.label, run.seconds, run.id AS run_id, run.run,
                (SELECT count(*) FROM run AS each WHERE each.machine_id = machine.id) AS runs,
                (SELECT count(*) FROM run AS each WHERE each.machine_id = machine.id AND NOT each.ended) AS cut_runs,
                (SELECT count(*) FROM run AS each WHERE each.machine_id = machine.id AND
                    each.outcome = '\(Outcome.repaired.rawValue)') AS repairs
            FROM machine JOIN run ON run.id = machine.newest_run_id;
        CREATE VIEW runs AS
            SELECT run.id AS run_id, run.run, run.machine_id, machine.identity_key, machine.serial, machine.uuid,
                machine.manufacturer, machine.product, run.computer, run.started, run.clock_is_wrong, run.ordered_at,
                run.ended, run.outcome, run.code, run.reason, run.next, run.seconds, run.mode, run.label, run.image,
                run.version, run.firmware, run.secure_boot, run.chain, run.problem_count, run.file_name, run.file_hash,
                source.name AS source, run.stick_order, run.id = machine.newest_run_id AS is_newest,
                (SELECT count(*) FROM run AS same WHERE same.run = run.run) AS contents
            FROM run JOIN machine ON machine.id = run.machine_id JOIN source ON source.id = run.source_id;
        CREATE VIEW volumes AS
            SELECT volume.run_id, run.run, run.machine_id, volume.device, volume.partition_guid, volume.kind,
                volume.outcome, volume.code, volume.reason, volume.computer, volume.windows, volume.removed_count,
                run.id = machine.newest_run_id AS is_newest
            FROM volume JOIN run ON run.id = volume.run_id JOIN machine ON machine.id = run.machine_id;
        CREATE VIEW removed_files AS
            SELECT removed_file.run_id, run.run, run.machine_id, run.started, run.computer, removed_file.device,
                removed_file.path, removed_file.sha256, removed_file.size
            FROM removed_file JOIN run ON run.id = removed_file.run_id;
        CREATE VIEW keys_used AS
            SELECT key_used.run_id, run.run, run.machine_id, run.started, machine.serial, machine.uuid, run.computer,
                key_used.device, key_used.kind, key_used.protector_id, key_used.source
            FROM key_used JOIN run ON run.id = key_used.run_id JOIN machine ON machine.id = run.machine_id;

        """

    /// Version 2: which removed files a second look found gone. Of a run that was collected before, its outcome tells:
    /// "repaired" is said of a volume only after all that was removed from it was looked for again and not there.
    private static let verification = """
        ALTER TABLE volume ADD COLUMN verified_count INTEGER;
        UPDATE volume SET verified_count = removed_count WHERE removed_count = 0
            OR outcome = '\(Outcome.repaired.rawValue)';
        ALTER TABLE removed_file ADD COLUMN verified INTEGER;
        UPDATE removed_file SET verified = 1 WHERE EXISTS (
            SELECT 1 FROM volume WHERE volume.run_id = removed_file.run_id AND volume.device = removed_file.device
                AND volume.outcome = '\(Outcome.repaired.rawValue)');
        DROP VIEW volumes;
        CREATE VIEW volumes AS
            SELECT volume.run_id, run.run, run.machine_id, volume.device, volume.partition_guid, volume.kind,
                volume.outcome, volume.code, volume.reason, volume.computer, volume.windows, volume.removed_count,
                run.id = machine.newest_run_id AS is_newest, volume.verified_count
            FROM volume JOIN run ON run.id = volume.run_id JOIN machine ON machine.id = run.machine_id;
        DROP VIEW removed_files;
        CREATE VIEW removed_files AS
            SELECT removed_file.run_id, run.run, run.machine_id, run.started, run.computer, removed_file.device,
                removed_file.path, removed_file.sha256, removed_file.size, removed_file.verified
            FROM removed_file JOIN run ON run.id = removed_file.run_id;

        """

    /// Version 3: what each run says of its machine, from which machines are made anew (`MachineIdentification`).
    private static let identity = """
        ALTER TABLE run ADD COLUMN serial TEXT;
        ALTER TABLE run ADD COLUMN uuid TEXT;
        ALTER TABLE run ADD COLUMN manufacturer TEXT;
        ALTER TABLE run ADD COLUMN product TEXT;
        UPDATE run SET (serial, uuid, manufacturer, product) =
            (SELECT serial, uuid, manufacturer, product FROM machine WHERE machine.id = machine_id);
        CREATE TABLE fact(
            run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            kind TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY(run_id, kind, value)) WITHOUT ROWID;
        CREATE INDEX fact_by_value ON fact(value, kind);
        CREATE TABLE machine_doubt(
            machine_id INTEGER NOT NULL REFERENCES machine(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL, detail TEXT NOT NULL,
            PRIMARY KEY(machine_id, position)) WITHOUT ROWID;
        CREATE VIEW machine_doubts AS
            SELECT machine_doubt.machine_id, machine.identity_key, machine.computer, machine_doubt.kind,
                machine_doubt.detail
            FROM machine_doubt JOIN machine ON machine.id = machine_doubt.machine_id;

        """
}

import FleetStore
import Foundation
import RecoveryLog
import TestSupport
import Testing
import Timestamps
import Vocabulary

/// What is one run, and what is one machine.
@Suite struct CollectingTests {
    private let time = "2024-07-20T10:00:00.000Z"

    @Test func aRunIsTakenOnceHoweverOftenItIsSeen() throws {
        try withTemporaryFolder { folder in
            let log = try SampleLog.make(run: "a", started: time)
            for place in ["one/logs/a.jsonl", "two/deep/er/logs/b.jsonl"] { try folder.write(log, to: place) }
            let database = try FleetDatabase.inMemory()
            let (one, two) = ("\(folder.path)/one", "\(folder.path)/two")
            let summaries = try database.collect(one, two, one)
            #expect(summaries.map(\.new) == [1, 0, 0] && summaries.map(\.known) == [0, 1, 1])
            #expect(try database.rows("SELECT run, outcome, computer, runs FROM machines") == ["a|repaired|PC-1|1"])
            #expect(try database.rows("SELECT count(*) FROM sighting") == ["3"])
        }
    }

    @Test(arguments: [true, false]) func aCutCopyGivesWayToALongerOne(cutIsFirst: Bool) throws {
        try withTemporaryFolder { folder in
            let log = try SampleLog.make(run: "a", started: time)
            for end in [log.count - 1, log.count / 2, log.firstIndex(of: 10).map { $0 + 1 } ?? 0] {
                let database = try FleetDatabase.inMemory()
                let whole = try folder.write(log, to: "whole.jsonl")
                let cut = try folder.write(Array(log[..<end]), to: "cut.jsonl")
                let summaries = cutIsFirst ? try database.collect(cut, whole) : try database.collect(whole, cut)
                #expect(summaries.map(\.completed) == (cutIsFirst ? [0, 1] : [0, 0]))
                #expect(summaries.map(\.known) == (cutIsFirst ? [0, 0] : [0, 1]))
                #expect(try database.rows("SELECT chain, ended, file_name FROM run") == ["whole|1|\(whole)"])
                #expect(try database.rows("SELECT count(*) FROM volume") == ["1"])
                #expect(try database.rows("SELECT count(*) FROM problem") == ["0"])
                #expect(try database.rows("SELECT count(*) FROM machine") == ["1"])
            }
        }
    }

    @Test func twoContentsOfOneRunAreBothTold() throws {
        try withTemporaryFolder { folder in
            let log = try SampleLog.make(run: "a", started: time)
            let text = String(decoding: log, as: UTF8.self)
            let changed = try folder.write(Array(text.replacing("repaired", with: "failed").utf8), to: "changed.jsonl")
            // A line behind the end was not written by the run.
            let longer = try folder.write(log + Array("{\"event\":\"end\"}\n".utf8), to: "longer.jsonl")
            let database = try FleetDatabase.inMemory()
            let summaries = try database.collect(changed, try folder.write(log, to: "log.jsonl"), longer)
            #expect(summaries.map(\.conflicting) == [0, 1, 1] && summaries.map(\.edited) == [1, 0, 1])
            #expect(
                try database.rows("SELECT chain, contents FROM runs ORDER BY chain") == [
                    "edited|3", "edited|3", "whole|3",
                ])
            // The one that is as it was written speaks for the machine.
            #expect(try database.rows("SELECT outcome, chain, runs FROM machines") == ["repaired|whole|3"])
        }
    }

    @Test func aMachineIsKnownByWhatMeansSomething() throws {
        let uuid = "4c4c4544-0042-3510-8052-b4c04f4e3332"
        let cases: [(run: [UInt8], key: String)] = [
            (
                try SampleLog.make(run: "1", started: time, serial: "S1", uuid: uuid.uppercased()),
                "uuid:\(uuid) serial:s1"
            ),
            (
                try SampleLog.make(run: "2", started: time, serial: "S1", uuid: uuid, computer: nil),
                "uuid:\(uuid) serial:s1"
            ),
            (try SampleLog.make(run: "3", started: time, serial: "To be filled by O.E.M.", uuid: uuid), "uuid:\(uuid)"),
            (
                try SampleLog.make(
                    run: "4", started: time, serial: "Default string", uuid: "03000200-0400-0500-0006-000700080009",
                    macs: ["00:00:00:00:00:00", "52:54:00:AA:00:01", "52:54:00:0a:00:01"], computer: "PC-4"),
                "mac:52:54:00:0a:00:01"
            ),
            (try SampleLog.make(run: "5", started: time, serial: nil), "name:pc-1"),
            (try SampleLog.make(run: "6", started: time, serial: "00000", computer: nil), "run:6"),
        ]
        try withTemporaryFolder { folder in
            for (number, entry) in cases.enumerated() { try folder.write(entry.run, to: "\(number).jsonl") }
            let database = try FleetDatabase.inMemory()
            try database.collect(folder.path)
            #expect(
                try database.rows("SELECT identity_key FROM runs ORDER BY run") == cases.map(\.key))
            #expect(try database.rows("SELECT count(*) FROM machines") == ["5"])
        }
    }

    /// The registry of a locked Windows cannot be read; BitLocker's description can, and may be old.
    @Test func aLockedMachineHasTheNameThatBitLockerWroteDown() throws {
        func volume(_ name: String) -> LogEvent {
            .volume(
                VolumeEvent(
                    volume: VolumeReference(device: "/dev/sda3", disk: "/dev/sda", start: 0, size: 1), kind: .bitlocker,
                    bitlocker: BitLockerState(volumeID: "volume-7", protectors: [], computerName: name)))
        }
        try withTemporaryFolder { folder in
            let logs = [
                try SampleLog.make(
                    run: "a", started: time, outcome: .locked, serial: nil, computer: nil, others: [volume("OLD-7")]),
                try SampleLog.make(
                    run: "b", started: time, outcome: .locked, serial: "S2", computer: nil,
                    others: [volume("MININT-0LS5L7H")]),
            ]
            let database = try FleetDatabase.inMemory()
            for (number, log) in logs.enumerated() {
                try database.collect(try folder.write(log, to: "\(number)/a.jsonl"))
            }
            #expect(try database.rows("SELECT computer FROM runs ORDER BY run") == ["OLD-7", "-"])
        }
        // The name joins nothing; the volume does.
        try withTemporaryFolder { folder in
            let locked = try SampleLog.make(
                run: "a", started: time, outcome: .locked, serial: nil, computer: nil, others: [volume("OLD-7")])
            let repaired = try SampleLog.make(
                run: "b", started: time, serial: nil, computer: "NEW-7", others: [volume("OLD-7")])
            let database = try FleetDatabase.inMemory()
            let again = try SampleLog.make(
                run: "c", started: "2024-07-21T10:00:00.000Z", outcome: .locked, serial: nil, computer: nil,
                others: [volume("OLD-7")])
            for (number, log) in [locked, repaired, again].enumerated() {
                try database.collect(try folder.write(log, to: "\(number)/a.jsonl"))
            }
            #expect(try database.rows("SELECT computer FROM runs ORDER BY run") == ["OLD-7", "NEW-7", "OLD-7"])
            // Nor does it take the place of the name that Windows had, though it was seen later.
            #expect(try database.rows("SELECT computer FROM machines") == ["NEW-7"])
        }
    }

    @Test(
        "clones stay apart, whatever order they come in, and are machines again when a log tells more",
        arguments: [0, 1, 2])
    func clonesStayApart(first: Int) throws {
        let uuid = "421a0000-0000-0001-0000-000000000001"
        func log(_ run: String, _ outcome: Outcome, _ computer: String?) throws -> [UInt8] {
            try SampleLog.make(
                run: run, started: time, outcome: outcome, serial: "VM-1", uuid: uuid, computer: computer)
        }
        let logs = [
            ("a", try log("a", .failed, "APP-01")), ("b", try log("b", .repaired, "APP-02")),
            ("c", try log("c", .locked, nil)),
        ]
        try withTemporaryFolder { folder in
            let database = try FleetDatabase.inMemory()
            for (run, log) in logs[first...] + logs[..<first] {
                try database.collect(try folder.write(log, to: "\(run)/\(run).jsonl"))
            }
            #expect(
                try database.rows("SELECT run, identity_key, outcome FROM machines ORDER BY run") == [
                    "a|uuid:\(uuid) serial:vm-1 name:app-01|failed", "b|uuid:\(uuid) serial:vm-1 name:app-02|repaired",
                    "c|uuid:\(uuid) serial:vm-1 run:c|locked",
                ])
            #expect(
                try database.rows("SELECT run, kind FROM machine_doubts JOIN machines USING (machine_id) ORDER BY run")
                    == ["a|shared-number", "b|shared-number", "c|uncertain-machine"])
            #expect(try database.rows("SELECT count(*) FROM machine") == ["3"])
            #expect(try database.rows("SELECT count(*) FROM pragma_foreign_key_check") == ["0"])
        }
    }

    @Test("names that are stored alike, and a serial number that looks like another machine's key, cost nothing")
    func hostileFacts() throws {
        let other = WindowsEvent(device: "/dev/sdb1", folder: "Windows", computerName: "a\u{FFFD}")
        let logs = [
            try SampleLog.make(run: "a", started: time, computer: "a\0", others: [.windows(other)]),
            try SampleLog.make(run: "b", started: time, serial: "VM-1", computer: "x"),
            try SampleLog.make(run: "c", started: time, serial: "VM-1", computer: "y"),
            try SampleLog.make(run: "d", started: time, serial: "VM-1 name:x", computer: nil),
        ]
        try withTemporaryFolder { folder in
            let database = try FleetDatabase.inMemory()
            for (number, log) in logs.enumerated() {
                try database.collect(try folder.write(log, to: "\(number)/\(number).jsonl"))
            }
            #expect(try database.rows("SELECT run FROM machines ORDER BY run") == ["a", "b", "c", "d"])
        }
    }

    @Test func foreignAndDamagedFilesAreNamed() throws {
        try withTemporaryFolder { folder in
            let log = try SampleLog.make(run: "a", started: time)
            try folder.write(log, to: "logs/a.jsonl")
            try folder.write(Array(log[1...]), to: "logs/headless.jsonl")
            try folder.write([], to: "logs/empty.jsonl")
            try folder.write(Array("{}".utf8), to: "logs/foreign.JSONL")
            try folder.write(Array("x".utf8), to: "logs/a.txt")
            try folder.write(Array("x".utf8), to: "copies/stick.img")
            #expect(symlink("/dev/zero", "\(folder.path)/logs/link.jsonl") == 0)
            #expect(mkfifo("\(folder.path)/logs/pipe.jsonl", 0o600) == 0)
            let database = try FleetDatabase.inMemory()
            let summary = try #require(try database.collect(folder.path).first)
            #expect(summary.logs == 1 && summary.new == 1)
            #expect(
                summary.refused.map(\.name) == [
                    "copies/stick.img", "logs/empty.jsonl", "logs/foreign.JSONL", "logs/headless.jsonl",
                ])
            #expect(
                summary.refused.map(\.reason).dropFirst() == [
                    "not the log of a run: line 1: the log is empty",
                    "not the log of a run: line 1: the line is cut off: writing it did not finish",
                    "the start cannot be read, so the machine is not known, though 3 lines can: line 1: the line is not JSON",
                ])
            #expect(try database.rows("SELECT name FROM refused_file") == summary.refused.map(\.name))
        }
    }

    /// Removed files are proven gone by the second look alone: by name, or where all of a volume's are counted.
    @Test(arguments: [
        (removed: 1, gone: 1, named: 1, count: 1), (2, 1, 1, 1), (150, 150, 150, 150), (150, 120, 100, 120),
        (1, 0, 0, 0),
    ])
    func whatIsProvenGoneIsCounted(removed: Int, gone: Int, named: Int, count: Int) throws {
        let paths = (0..<removed).map { "Windows/\($0).sys" }
        var chain = LogChain()
        var events: [LogEvent] = [
            .start(
                StartEvent(
                    run: "a", image: "i", version: "v", mode: .repair,
                    machine: MachineIdentity(serial: "S", macs: [], firmware: .uefi, secureBoot: .on), settings: []))
        ]
        events += paths.map { .removed(RemovedEvent(device: "/dev/sda3", path: $0)) }
        if gone > 0 { events.append(.verified(VerifiedEvent(device: "/dev/sda3", paths: Array(paths.prefix(gone))))) }
        let log = try events.enumerated().flatMap { number, event in
            try LogEncoder.line(event, time: UTCTime(seconds: 1_721_469_600), sequence: number, chain: &chain)
        }
        try withTemporaryFolder { folder in
            let database = try FleetDatabase.inMemory()
            try database.collect(try folder.write(log, to: "a.jsonl"))
            #expect(try database.rows("SELECT verified_count FROM volumes") == ["\(count)"])
            let whole = removed == gone
            #expect(
                try database.rows("SELECT count(*) FROM removed_files WHERE verified") == [
                    "\(whole ? removed : named)"
                ])
            #expect(
                try database.rows("SELECT count(*) FROM removed_files WHERE verified IS NULL") == [
                    "\(whole || gone == named ? 0 : removed - named)"
                ])
        }
    }

    /// A text of SQLite ends at its first NUL, a log's does not.
    @Test func hostileTextsAreKept() throws {
        let names = [
            "<b>&\"'", "\u{202E}abc", "a\u{0}b", "\u{1B}[2J", "'); DROP TABLE run; --",
            String(repeating: "ä", count: 65_536),
        ]
        for name in names {
            try withTemporaryFolder { folder in
                let path = try folder.write(try SampleLog.make(run: name, started: time, computer: name), to: "a.jsonl")
                let database = try FleetDatabase.inMemory()
                try database.collect(path, path)
                let kept = name.count > 4096 ? String(name.prefix(4095)) + "…" : name.replacing("\0", with: "\u{FFFD}")
                #expect(try database.rows("SELECT run, computer FROM runs") == ["\(kept)|\(kept)"])
            }
        }
    }
}

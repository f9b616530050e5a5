import Foundation
import RecoveryLog
import TestSupport
import Testing
import Timestamps
import Vocabulary

/// `collect`, `verify` and `show --machine`, as processes: output, messages and exit codes.
@Suite(.enabled(if: KeysTestTool.path != nil, "needs the built tool beside the tests")) struct LogFleetCommandTests {
    private func log(_ run: String, _ time: String, _ outcome: Outcome?, serial: String = "SN-1") throws -> [UInt8] {
        var chain = LogChain()
        let machine = MachineIdentity(serial: serial, macs: [], firmware: .uefi, secureBoot: .on)
        var events: [LogEvent] = [
            .start(StartEvent(run: run, image: "i", version: "v", mode: .repair, machine: machine, settings: []))
        ]
        if let outcome {
            events += [
                .windows(WindowsEvent(device: "/dev/sda3", folder: "Windows", computerName: "PC-\u{202E}1")),
                .volumeOutcome(
                    VolumeOutcomeEvent(
                        device: "/dev/sda3", outcome: outcome, code: .cannotMount, reason: "why", removed: [])),
                .end(
                    EndEvent(
                        outcome: outcome, code: .cannotMount, reason: "why \(outcome.rawValue)", next: "n", seconds: 9)),
            ]
        }
        let start = try #require(UTCTime(time))
        return try events.enumerated().flatMap { number, event in
            try LogEncoder.line(event, time: start, sequence: number, chain: &chain)
        }
    }

    /// A stick with a locked run, a repaired one of the same machine, and one that was cut.
    private func withStick(_ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let logs = folder.appendingPathComponent("stick/logs")
            try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
            let files = [
                "b": try log("r2", "2024-07-20T12:00:00Z", .repaired),
                "a": try log("r1", "2024-07-20T10:00:00Z", .locked),
                "c": try log("r3", "2024-07-20T13:00:00Z", nil, serial: "SN-2"),
            ]
            for (name, content) in files { try Data(content).write(to: logs.appendingPathComponent("\(name).jsonl")) }
            try body(folder)
        }
    }

    @Test("paths that are not UTF-8 are found by their bytes, and shown")
    func pathsThatAreNoText() throws {
        try withStick { folder in
            let script = """
                name=$(printf 'R\\374ckgabe') && mv stick "$name" && mv "$name/logs/a.jsonl" "$name/logs/$name.jsonl"
                "$0" log collect "$name" --into fleet.sqlite --format json && "$0" log show "$name"
                "$0" log verify "$name/logs/$name.jsonl" && "$0" keys check "$name"
                "$0" log collect "$name/none" --into "$name.sqlite"
                """
            let said = try Shell.run("sh", "-c", "\(script); true", KeysTestTool.path ?? "", directory: folder)
            #expect(said.contains(#""source":"R\\xFCckgabe","kind":"folder""#), "\(said)")
            #expect(said.contains(#"R\xFCckgabe/logs/R\xFCckgabe.jsonl"#), "\(said)")
            #expect(said.contains("R\\xFCckgabe.sqlite: the name of a collection must be UTF-8"), "\(said)")
            #expect(!said.contains("check its permissions"), "\(said)")
        }
    }

    @Test func collectTellsWhatCameOfEachSource() throws {
        try withStick { folder in
            let database = folder.appendingPathComponent("fleet.sqlite").path
            let first = try KeysTestTool.run("log", "collect", "stick", "--into", database, in: folder)
            #expect(first.status == 0 && first.errors.isEmpty)
            #expect(
                first.output == """
                    SOURCE  KIND    LOGS  NEW  KNOWN  COMPLETED  CONFLICTING  CUT  DAMAGED  EDITED  WRONG CLOCK  REFUSED  OTHER
                    stick   folder  3     3    0      0          0            1    0        0       0            0        0

                    """)
            try Data("{}\n".utf8).write(to: folder.appendingPathComponent("stick/logs/d.jsonl"))
            let again = try KeysTestTool.run(
                "log", "collect", "stick", "none", "--into", database, "--format", "json", in: folder)
            #expect(again.status == 1)
            #expect(
                again.output.contains(#""logs":3,"new":0,"known":3"#)
                    && again.output.contains(#""name":"logs/d.jsonl""#))
            #expect(again.errors.contains("unloop: none: open: No such file or directory"))
            #expect(again.errors.contains("unloop: stick: logs/d.jsonl: not the log of a run"))
            let rows = try Shell.run(
                "python3", "-c",
                "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('select serial, outcome from machines order by 1').fetchall())",
                database)
            #expect(rows == "[('SN-1', 'repaired'), ('SN-2', None)]\n")
            let other = try KeysTestTool.run("log", "collect", "stick", "--into", "stick/logs/d.jsonl", in: folder)
            #expect(other.status == 1 && other.errors.contains("[collection-foreign]"))
        }
    }

    @Test func verifyTellsCutAndEditedApart() throws {
        try withStick { folder in
            let cut = try KeysTestTool.run("log", "verify", "stick", in: folder)
            #expect(cut.status == 2)
            #expect(
                cut.output == """
                    STATE                   LOGS
                    consistent, not signed  2
                    cut                     1

                    STATE  LINE  SOURCE  LOG           PROBLEM
                    cut    -     stick   logs/c.jsonl  -

                    """)
            let path = folder.appendingPathComponent("stick/logs/a.jsonl")
            let text = try String(contentsOf: path, encoding: .utf8).replacing(
                #""reason":"why""#, with: #""reason":"Why""#)
            try Data(text.utf8).write(to: path)
            let edited = try KeysTestTool.run("log", "verify", "--format", "json", "stick", in: folder)
            #expect(edited.status == 3)
            #expect(
                edited.output.contains(
                    #"{"source":"stick","log":"logs/a.jsonl","run":"r1","state":"edited","line":3,"problems":[]}"#))
            #expect(try KeysTestTool.run("log", "verify", "stick/logs/b.jsonl", in: folder).status == 0)
            #expect(try KeysTestTool.run("log", "verify", "none", in: folder).status == 1)
        }
    }

    @Test func showFollowsOneMachine() throws {
        try withStick { folder in
            let shown = try KeysTestTool.run("log", "show", "--machine", "sn-1", "stick", in: folder)
            #expect(shown.status == 0)
            #expect(
                shown.output == """
                    PC-\u{FFFD}1  SN-1
                    TIME                  DEVICE     KIND  COMPUTER  OUTCOME   REMOVED  REASON
                    2024-07-20T10:00:00Z  machine                    locked    0        why locked
                                          /dev/sda3  -     PC-\u{FFFD}1     locked    0        why
                    2024-07-20T12:00:00Z  machine                    repaired  0        why repaired
                                          /dev/sda3  -     PC-\u{FFFD}1     repaired  0        why

                    """)
            _ = try KeysTestTool.run("log", "collect", "stick", "--into", "f.sqlite", in: folder)
            #expect(
                try KeysTestTool.run("log", "show", "--machine", "SN-1", "f.sqlite", in: folder).output == shown.output
            )
            #expect(try KeysTestTool.run("log", "show", "--machine", "SN-9", "stick", in: folder).status == 2)
        }
    }
}

import Foundation
import RecoveryLog
import RecoveryLogReader
import Testing

@testable import UnloopCommands

@Suite struct LogReportTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "unloop-show-\(UUID().uuidString)")

    /// A stick with one whole log, one that was cut off and has a computer with a hostile name, and files that are no logs.
    private func withStick(_ body: (String) throws -> Void) throws {
        let logs = folder.appending(path: "logs")
        try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let end =
            #"{"event":"end","time":"2024-07-19T10:00:09.000Z","sequence":3,"outcome":"repaired","code":"removed","#
            + #""reason":"1 file is gone","next":"Restart.","seconds":9}"#
        let removed =
            #"{"event":"removed","time":"2024-07-19T10:00:05.000Z","sequence":2,"device":"/dev/sda3","path":"a"}"#
        let whole = [start(10, serial: "S-10"), windows(10, "PC-10"), removed, end].map { $0 + "\n" }.joined()
        try Data(whole.utf8).write(to: logs.appending(path: "b.jsonl"))
        let torn = start(9, serial: nil) + "\n" + windows(9, #"evil\u001b[2J\nx"#) + "\n" + removed.prefix(30)
        try Data(torn.utf8).write(to: logs.appending(path: "z.jsonl"))
        try Data("for people".utf8).write(to: logs.appending(path: "b.txt"))
        try Data([0, 5]).write(to: logs.appending(path: "._b.jsonl"))
        try body(folder.path)
    }

    private func start(_ hour: Int, serial: String?) -> String {
        let time = "2024-07-19T\(hour < 10 ? "0" : "")\(hour):00:00.000Z"
        return #"{"event":"start","time":"\#(time)","sequence":0,"schema":"unloop-log/1","run":"r","image":"i","#
            + #""version":"v","mode":"repair","machine":{\#(serial.map { #""serial":"\#($0)","# } ?? "")"uuid":"u-\#(hour)","#
            + #""macs":[],"firmware":"uefi","secureBoot":"on"},"settings":[]}"#
    }

    private func windows(_ hour: Int, _ name: String) -> String {
        #"{"event":"windows","time":"2024-07-19T10:00:01.000Z","sequence":1,"device":"/dev/sda3","folder":"Windows","#
            + #""computerName":"\#(name)"}"#
    }

    @Test func theKeysThatWereUsedAreListedByTheirIDs() throws {
        let logs = folder.appending(path: "logs")
        try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func unlocked(_ sequence: Int, _ more: String) -> String {
            #"{"event":"unlocked","time":"2024-07-19T10:00:02.000Z","sequence":\#(sequence),"device":"/dev/sda3",\#(more)}"#
        }
        let id = "063ea4e1-220c-4293-ba01-4754620a96e7"
        let lines = [
            start(10, serial: "S-10"), windows(10, "PC-10"),
            unlocked(2, #""protectorKind":"recovery-password","protectorID":"\#(id)","source":"typed""#),
            unlocked(3, #""protectorKind":"clear-key""#),
        ]
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: logs.appending(path: "a.jsonl"))
        let report = LogReport(paths: [folder.path])
        #expect(
            report.table(keysUsed: true) == """
                TIME                  MACHINE  DEVICE     KIND               KEY ID
                2024-07-19T10:00:00Z  PC-10    /dev/sda3  recovery-password  \(id)

                """)
        #expect(try report.json(keysUsed: true).contains(id))
    }

    @Test func aStickIsATableByTime() throws {
        try withStick { stick in
            let report = LogReport(paths: [stick])
            #expect(
                report.table() == """
                    TIME                  COMPUTER    SERIAL  OUTCOME   VOLUMES  REMOVED  LOG
                    2024-07-19T09:00:00Z  evil\u{FFFD}[2J\u{FFFD}x  u-9     unknown   0        0        cut off, problems: 2
                    2024-07-19T10:00:00Z  PC-10       S-10    repaired  0        1        complete

                    """)
            #expect(report.status == .incomplete)
            #expect(report.unreadable.isEmpty)
            #expect(
                report.complaints == [
                    "\(stick)/logs/z.jsonl: line 3: the line is cut off: writing it did not finish",
                    "\(stick)/logs/z.jsonl: line 3: the line is not JSON",
                ])
        }
    }

    @Test func aLogIsJSON() throws {
        try withStick { stick in
            let report = LogReport(paths: ["\(stick)/logs/b.jsonl"])
            #expect(
                try report.json() == """
                    [
                    {"path":"\(stick)/logs/b.jsonl","time":"2024-07-19T10:00:00.000Z","computers":["PC-10"],"serial":"S-10",\
                    "uuid":"u-10","outcome":"repaired","reason":"1 file is gone","volumes":0,"removed":1,"isComplete":true,\
                    "problems":[]}
                    ]

                    """)
            #expect(report.status == .done && report.complaints.isEmpty)
            let all = try JSONSerialization.jsonObject(with: Data(LogReport(paths: ["\(stick)/logs/"]).json().utf8))
            #expect((all as? [[String: Any]])?.count == 2)
        }
    }

    @Test func aPathThatCannotBeReadHidesNoOther() throws {
        try withStick { stick in
            let empty = folder.appending(path: "empty")
            try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
            let report = LogReport(paths: ["\(stick)/none", empty.path, "\(stick)/logs/b.jsonl"])
            #expect(report.summaries.map(\.serial) == ["S-10"])
            #expect(report.unreadable.count == 2 && report.status == .failed)
            #expect(report.unreadable[0].contains("\(stick)/none: open: No such file or directory"))
            #expect(report.unreadable[1].hasSuffix("[source-empty]"))
        }
    }

    @Test func nothingIsAnEmptyArray() throws {
        #expect(try LogReport(paths: []).json() == "[]\n")
    }
}

import Diagnostics
import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import Timestamps
import Vocabulary

@Suite struct RecoveryLogWriterTests {
    private let scratch: ScratchFolder
    private let name = "logs/2024-07-19/20240719T052700Z-S-1-00c0ffee"

    init() throws { scratch = try ScratchFolder() }

    private func record(_ start: StartEvent = SampleEvents.start) throws -> RunRecord {
        try RunRecord(start, at: SampleEvents.time)
    }

    private func writer(_ record: RunRecord, in root: String? = nil) throws -> RecoveryLogWriter {
        try RecoveryLogWriter(root: root ?? scratch.path, record: record)
    }

    /// A record of all sample events.
    private func fullRecord() throws -> RunRecord {
        var record = try record()
        for sample in SampleEvents.all.dropFirst(2) { try record.append(sample.event, at: SampleEvents.time) }
        return record
    }

    @Test func everyLineIsInTheFileAtOnce() throws {
        var record = try record()
        let writer = try writer(record)
        #expect(try scratch.names(in: "logs/2024-07-19").count == 2)
        #expect(writer.path == "\(scratch.path)/\(name).jsonl" && writer.textPath == "\(scratch.path)/\(name).txt")
        var chain = LogChain()
        var expected = try LogEncoder.line(
            .start(SampleEvents.start), time: SampleEvents.time, sequence: 0, chain: &chain)
        #expect(try scratch.read("\(name).jsonl") == expected)
        for (index, sample) in SampleEvents.all.dropFirst(2).enumerated() {
            try record.append(sample.event, at: SampleEvents.time)
            try writer.write(record)
            expected += try LogEncoder.line(sample.event, time: SampleEvents.time, sequence: index + 1, chain: &chain)
            #expect(try scratch.read("\(name).jsonl") == expected)
        }
        let read = try RecoveryLogReader.read(writer.path)
        #expect(read.isComplete && read.problems.isEmpty && read.chain == .whole)
        #expect(read.records.map(\.event) == [SampleEvents.all[0].event] + SampleEvents.all.dropFirst(2).map(\.event))
        #expect(record.hash == chain.last)
    }

    @Test func theTextHasTheLineEndsOfWindows() throws {
        var record = try record()
        try record.append(SampleEvents.all[2].event, at: SampleEvents.time)
        _ = try writer(record)
        let expected = PlainText.render([.start(SampleEvents.start), SampleEvents.all[2].event])
        #expect(
            String(decoding: try scratch.read("\(name).txt"), as: UTF8.self)
                == expected.replacing("\n", with: "\r\n"))
    }

    @Test func neverOverwritesALog() throws {
        _ = try writer(try record())
        let before = try scratch.read("\(name).jsonl")
        let machine = MachineIdentity(serial: "S-1", uuid: "other", macs: [], firmware: .bios, secureBoot: .unknown)
        let other = StartEvent(
            run: SampleEvents.start.run, image: "i", version: "v", mode: .look, machine: machine, settings: [])
        #expect { _ = try writer(try record(other)) } throws: { error in
            guard let error = error as? RecoveryLogError else { return false }
            return error.code == .notCreated && error.message.contains("\(name).jsonl")
                && error.message.contains("File exists")
        }
        #expect(try scratch.read("\(name).jsonl") == before)
    }

    /// The stick was pulled: its files end anywhere, and what was not on the medium yet may read as anything.
    @Test func goesOnWithFilesThatEndAnywhere() throws {
        let record = try fullRecord()
        let path = try writer(record).path
        let firstLine = try #require(record.log.firstIndex(of: UInt8(ascii: "\n")))
        for cut in [0, 1, firstLine, firstLine + 1, firstLine + 9, record.log.count - 1, record.log.count] {
            for garbage in cut > firstLine ? [[], [0, 0, 0], Array("{\"event\":".utf8)] : [[]] {
                try scratch.write("\(name).jsonl", Array(record.log[..<cut]) + garbage)
                try scratch.write("\(name).txt", Array(record.text[..<min(cut, record.text.count)]))
                let resumed = try writer(record)
                #expect(try scratch.read("\(name).jsonl") == record.log)
                #expect(try scratch.read("\(name).txt") == record.text)
                #expect(resumed.path == path)
            }
        }
    }

    @Test func anotherStickGetsTheSameBytes() throws {
        let other = try ScratchFolder()
        var record = try record()
        let first = try writer(record)
        try record.append(SampleEvents.all[2].event, at: SampleEvents.time)
        try first.write(record)
        for sample in SampleEvents.all.dropFirst(3) { try record.append(sample.event, at: SampleEvents.time) }
        _ = try writer(record, in: other.path)
        #expect(try other.read("\(name).jsonl") == record.log)
        #expect(record.log.starts(with: try scratch.read("\(name).jsonl")))
        #expect(try record.log == fullRecord().log)
    }

    @Test func anotherProcessEndsARecord() throws {
        var begun = try record()
        try begun.append(SampleEvents.all[2].event, at: SampleEvents.time)
        _ = try writer(begun)
        let torn = try scratch.read("\(name).jsonl") + Array("{\"eve".utf8)
        try scratch.write("\(name).jsonl", torn)
        var resumed = RunRecord(resuming: "\(name).jsonl", log: torn, text: try scratch.read("\(name).txt"))
        #expect(resumed.log == begun.log && resumed.hash == begun.hash)
        let end = SampleEvents.end
        try resumed.append(end, at: SampleEvents.time)
        _ = try writer(resumed)
        try begun.append(end, at: SampleEvents.time)
        #expect(try scratch.read("\(name).jsonl") == begun.log)
        #expect(try scratch.read("\(name).txt") == begun.text)
        #expect(try RecoveryLogReader.read("\(scratch.path)/\(name).jsonl").chain == .whole)
    }

    @Test func nothingIsARecordToo() {
        #expect(RunRecord(resuming: "logs/x.jsonl", log: [], text: []).log.isEmpty)
        #expect(RunRecord(resuming: "logs/x.jsonl", log: Array("torn".utf8), text: []).hash == nil)
    }

    @Test func doesNotFollowALinkOutOfTheStick() throws {
        let elsewhere = try ScratchFolder()
        try FileManager.default.createSymbolicLink(atPath: "\(scratch.path)/logs", withDestinationPath: elsewhere.path)
        #expect(throws: RecoveryLogError.self) { try writer(try record()) }
        #expect(try elsewhere.names().isEmpty)
    }

    @Test func saysWhichFolderIsMissing() throws {
        #expect {
            _ = try writer(try record(), in: "\(scratch.path)/none")
        } throws: { error in
            "\(error)".contains("\(scratch.path)/none: open: No such file or directory (errno 2)")
        }
    }

    @Test(
        arguments: [
            ("S-1", "u", "S-1"), ("To Be Filled By O.E.M.", "4c4c-0042", "4c4c-0042"), ("0000000", "FF-FF", "unknown"),
            (nil, "4c4c-0042", "4c4c-0042"), (nil, nil, "unknown"), ("../../etc/x", "u", "------etc-x"),
            ("Ä b/c:d", "u", "---b-c-d"), (String(repeating: "ab", count: 99), "u", String(repeating: "ab", count: 24)),
        ] as [(String?, String?, String)])
    func namesTheLogAfterTheMachine(serial: String?, uuid: String?, expected: String) throws {
        let machine = MachineIdentity(serial: serial, uuid: uuid, macs: [], firmware: .bios, secureBoot: .unknown)
        let start = StartEvent(run: "r/1", image: "i", version: "v", mode: .look, machine: machine, settings: [])
        #expect(try record(start).path == "logs/2024-07-19/20240719T052700Z-\(expected)-r-1.jsonl")
    }
}

/// What happens when the medium has no room. A limit on the size of files stands in for a full stick, in a process of its
/// own: the limit holds for the whole process.
@Suite struct FullMediumTests {
    @Test func aLineThatDoesNotFitLeavesNoTornOne() async throws {
        let scratch = try ScratchFolder()
        // SIGXFSZ is ignored so that write fails with EFBIG after it has written what fits.
        await #expect(processExitsWith: .success) { [path = scratch.path as String] in
            signal(SIGXFSZ, SIG_IGN)
            var record = try RunRecord(SampleEvents.start, at: SampleEvents.time)
            let writer = try RecoveryLogWriter(root: path, record: record)
            let before = try Data(contentsOf: URL(filePath: writer.path))
            var limit = rlimit(rlim_cur: UInt(before.count + 10), rlim_max: UInt.max)
            try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
            try record.append(.note(NoteEvent(code: .detail, message: "does not fit")), at: SampleEvents.time)
            #expect {
                try writer.write(record)
            } throws: { error in
                (error as? RecoveryLogError)?.code == .notWritten && "\(error)".contains(writer.path)
            }
            #expect(try Data(contentsOf: URL(filePath: writer.path)) == before)
            limit.rlim_cur = UInt.max
            try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
            try record.append(SampleEvents.end, at: SampleEvents.time)
            try writer.write(record)
            let read = try RecoveryLogReader.read(writer.path)
            #expect(read.problems.isEmpty && read.records.map(\.sequence) == [0, 1, 2])
        }
    }
}

import Foundation
import RecoveryLog
import RecoveryLogReader
import Testing
import Timestamps

@Suite struct RecoveryLogWriterTests {
    private let scratch: ScratchFolder
    private let name = "20240719T052700Z-S-1-00c0ffee"

    init() throws { scratch = try ScratchFolder() }

    private func writer(_ start: StartEvent = SampleEvents.start) throws -> RecoveryLogWriter {
        try RecoveryLogWriter(root: scratch.path, start: start, clock: { SampleEvents.time })
    }

    @Test func everyAppendedLineIsInTheFileAtOnce() throws {
        let writer = try writer()
        #expect(try scratch.names(in: "logs") == ["\(name).jsonl", "\(name).txt"])
        #expect(
            writer.path == "\(scratch.path)/logs/\(name).jsonl" && writer.textPath == "\(scratch.path)/logs/\(name).txt"
        )
        var chain = LogChain()
        var expected = try LogEncoder.line(
            .start(SampleEvents.start), time: SampleEvents.time, sequence: 0, chain: &chain)
        #expect(try scratch.bytes("logs/\(name).jsonl") == expected)
        for (index, sample) in SampleEvents.all.dropFirst(2).enumerated() {
            try writer.append(sample.event)
            expected += try LogEncoder.line(sample.event, time: SampleEvents.time, sequence: index + 1, chain: &chain)
            #expect(try scratch.bytes("logs/\(name).jsonl") == expected)
        }
        let record = try RecoveryLogReader.read(writer.path)
        #expect(record.isComplete && record.problems.isEmpty && record.chain == .whole)
        #expect(record.records.map(\.event) == [SampleEvents.all[0].event] + SampleEvents.all.dropFirst(2).map(\.event))
    }

    @Test func theTextHasTheLineEndsOfWindows() throws {
        let writer = try writer()
        try writer.append(SampleEvents.all[2].event)
        let expected = PlainText.render([.start(SampleEvents.start), SampleEvents.all[2].event])
        #expect(
            String(decoding: try scratch.bytes("logs/\(name).txt"), as: UTF8.self)
                == expected.replacing("\n", with: "\r\n"))
    }

    @Test func neverOverwritesALog() throws {
        _ = try writer()
        let before = try scratch.bytes("logs/\(name).jsonl")
        #expect { _ = try writer() } throws: { error in
            guard let error = error as? RecoveryLogError else { return false }
            return error.code == .notCreated && error.message.contains("\(name).jsonl")
                && error.message.contains("File exists")
        }
        #expect(try scratch.bytes("logs/\(name).jsonl") == before)
    }

    @Test func doesNotFollowALinkOutOfTheStick() throws {
        let elsewhere = try ScratchFolder()
        try FileManager.default.createSymbolicLink(atPath: "\(scratch.path)/logs", withDestinationPath: elsewhere.path)
        #expect(throws: RecoveryLogError.self) { try writer() }
        #expect(try elsewhere.names().isEmpty)
    }

    @Test func saysWhichFolderIsMissing() throws {
        #expect {
            _ = try RecoveryLogWriter(root: "\(scratch.path)/none", start: SampleEvents.start)
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
        #expect(try writer(start).path == "\(scratch.path)/logs/20240719T052700Z-\(expected)-r-1.jsonl")
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
            let writer = try RecoveryLogWriter(root: path, start: SampleEvents.start, clock: { SampleEvents.time })
            let before = try Data(contentsOf: URL(filePath: writer.path))
            var limit = rlimit(rlim_cur: UInt(before.count + 10), rlim_max: UInt.max)
            try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
            #expect {
                try writer.append(.note(NoteEvent(code: "c", message: "does not fit")))
            } throws: { error in
                (error as? RecoveryLogError)?.code == .notWritten && "\(error)".contains(writer.path)
            }
            #expect(try Data(contentsOf: URL(filePath: writer.path)) == before)
            limit.rlim_cur = UInt.max
            try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
            try writer.append(SampleEvents.all[SampleEvents.all.count - 1].event)
            let record = try RecoveryLogReader.read(writer.path)
            #expect(record.problems.isEmpty && record.records.map(\.sequence) == [0, 1])
        }
    }
}

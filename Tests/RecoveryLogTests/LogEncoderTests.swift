import Diagnostics
import RecoveryLog
import RecoveryLogReader
import Testing
import Timestamps
import Vocabulary

@Suite struct LogEncoderTests {
    /// A log's first line.
    private func line(_ event: LogEvent, time: UTCTime = UTCTime(seconds: 0), sequence: Int = 0) throws -> [UInt8] {
        var chain = LogChain()
        return try LogEncoder.line(event, time: time, sequence: sequence, chain: &chain)
    }

    /// A line without its hash, which has tests of its own.
    private func content(_ line: [UInt8]) -> String {
        String(decoding: line.dropLast(#","hash":""}"#.utf8.count + 64 + 1), as: UTF8.self) + "}\n"
    }

    private func note(_ message: String) throws -> String {
        content(try line(.note(NoteEvent(code: .detail, message: message))))
    }

    private func quoted(_ text: String) -> String {
        #"{"event":"note","time":"1970-01-01T00:00:00.000Z","sequence":0,"code":"detail","message":"\#(text)"}"# + "\n"
    }

    @Test func everyEventHasItsExactLine() throws {
        for (sequence, sample) in SampleEvents.all.enumerated() {
            let line = try line(sample.event, time: SampleEvents.time, sequence: sequence)
            let place = #""time":"2024-07-19T05:27:00.007Z","sequence":\#(sequence)"#
            #expect(content(line) == sample.line.replacing("TIME", with: place) + "\n")
        }
    }

    @Test func everyKindOfEventHasASample() {
        let names = Set(SampleEvents.all.map(\.event.name))
        #expect(
            names == [
                "start", "disk", "volume", "unlocked", "windows", "match", "copied", "mounted", "removed", "verified",
                "volume-outcome", "note", "end", "signature",
            ])
    }

    @Test(arguments: [
        ("a\"b\\c/", #"a\"b\\c/"#),
        ("a\nb\rc\td", #"a\nb\rc\td"#),
        ("\u{0}\u{1B}[2J\u{7F}\u{9B}", #"\u0000\u001b[2J\u007f\u009b"#),
        ("\u{2028}\u{2029}\u{FEFF}\u{202E}\u{2066}\u{200B}", #"\u2028\u2029\ufeff\u202e\u2066\u200b"#),
        ("ÄÖ日本😀\u{FFFD}", "ÄÖ日本😀\u{FFFD}"),
        ("\u{E0041}", #"\udb40\udc41"#),
        ("e\u{301}", "e\u{301}"),
    ])
    func escapesWhatDoesNotPrint(text: String, expected: String) throws {
        #expect(try note(text) == quoted(expected))
    }

    @Test func escapesComeBackUnchanged() throws {
        let text = String(String.UnicodeScalarView((0...0x2FFF).compactMap(Unicode.Scalar.init).prefix(4096)))
        let line = try line(.note(NoteEvent(code: .detail, message: text)), time: .earliest)
        #expect(line.dropLast().allSatisfy { $0 >= 0x20 })
        let record = RecoveryLogReader.parse(line, path: "l")
        #expect(record.records.first?.event == .note(NoteEvent(code: .detail, message: text)))
    }

    @Test func cutsTextsThatOnlyAHostileDiskHas() throws {
        let longest = String(repeating: "😀", count: Limit.logText)
        #expect(try note(longest) == quoted(longest))
        #expect(try note(longest + "x") == quoted(longest.dropLast() + "…"))
    }

    @Test func listsAHundredFilesAndCountsAll() throws {
        let paths = (0..<2000).map { "Windows/\($0)" }
        let verified = VerifiedEvent(device: "/dev/sda1", paths: paths)
        #expect(verified.paths == Array(paths.prefix(100)) && verified.count == 2000)
        let outcome = VolumeOutcomeEvent(
            device: "/dev/sda1", outcome: .repaired, code: .cannotMount, reason: "r", removed: paths)
        #expect(outcome.removed == Array(paths.prefix(100)) && outcome.removedCount == 2000)
    }

    @Test func refusesALineThatNoReaderTakes() throws {
        let settings = (0..<300).map { _ in String(repeating: "a", count: 4096) }
        let start = StartEvent(
            run: "r", image: "i", version: "v", mode: .look, machine: SampleEvents.machine, settings: settings)
        #expect { try line(.start(start), time: .earliest) } throws: { error in
            (error as? RecoveryLogError)?.code == .lineTooLong
        }
    }
}

import Diagnostics
import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import Vocabulary

@Suite struct RecoveryLogReaderTests {
    private func parse(_ text: String) -> RecoveryRecord { RecoveryLogReader.parse(Array(text.utf8), path: "l") }
    private func problems(_ bytes: [UInt8]) -> [String] {
        RecoveryLogReader.parse(bytes, path: "l").problems.map { "\($0.line): \($0.what)" }
    }
    /// The lines of the sample log, each with its line feed.
    private func lines() throws -> [[UInt8]] {
        try SampleEvents.log.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
    }

    @Test func readsBackEveryEvent() throws {
        let record = RecoveryLogReader.parse(try SampleEvents.log, path: "l")
        #expect(record.problems.isEmpty && record.isComplete)
        #expect(
            record.records.map(\.event)
                == SampleEvents.all.dropLast().enumerated().filter { $0.offset != 1 }.map(\.element.event))
        #expect(record.records.allSatisfy { $0.time == SampleEvents.time })
        #expect(record.start == SampleEvents.start)
        #expect(record.end?.outcome == .nothingToDo)
        #expect(record.windows.map(\.name) == ["PC-in-the-long-corridor"])
        #expect(record.volumeOutcomes.count == 1 && record.removedCount == 1)
    }

    @Test func anyCutOfALogIsReadUpToTheCut() throws {
        let log = try SampleEvents.log
        for end in 0..<log.count {
            let record = RecoveryLogReader.parse(Array(log[..<end]), path: "l")
            let whole = log[..<end].count { $0 == UInt8(ascii: "\n") }
            #expect(record.records.count == whole || record.records.count == whole + 1)
            let isBetweenLines = end > 0 && log[end - 1] == UInt8(ascii: "\n")
            #expect(record.problems.isEmpty == isBetweenLines)
            #expect(record.isComplete == (end == log.count - 1))
        }
    }

    @Test func reportsWhatIsTornForeignOrLost() throws {
        let lines = try lines()
        let nuls = [UInt8](repeating: 0, count: 512) + [UInt8(ascii: "\n")]
        let huge = [UInt8](repeating: UInt8(ascii: "x"), count: 2 << 20) + [UInt8(ascii: "\n")]
        let bytes = lines[0] + Array("garbage\n".utf8) + lines[1] + nuls + huge + [0xFF, 0xFE, 0x0A] + lines[3]
        #expect(
            problems(bytes) == [
                "2: the line is not JSON",
                "4: the line has NUL bytes: this part of the file was never written to the medium",
                "5: the line has 2097152 bytes, more than a line of a log can have",
                "6: the line is not text: its part of the file is damaged",
                "7: line number 3 where 2 is expected: lines are missing, or come from another log",
            ])
    }

    @Test func explainsALineOfAnotherForm() throws {
        let start = String(decoding: try lines()[0], as: UTF8.self)
        let place = #""time":"2024-07-19T05:27:00.007Z","sequence":1"#
        #expect(
            problems(
                Array(
                    (start + """
                        {"event":"removed",\(place),"device":"/dev/sda1"}
                        {"event":"removed",\(place),"device":1,"path":"a"}
                        {"event":"removed","time":"yesterday","sequence":1,"device":"/dev/sda1","path":"a"}
                        {"event":"teleported",\(place)}
                        {"event":"end",\(place),"outcome":"great","code":"c","reason":"r","next":"n","seconds":1}
                        []

                        """).utf8)) == [
                    "2: the member path is missing",
                    "3: the member device is of the wrong type",
                    "4: the member time has an unknown value",
                    "5: the member event has an unknown value",
                    "6: the member outcome has an unknown value",
                    "7: the line is not a JSON object",
                ])
    }

    @Test func passesOverMembersThatItDoesNotKnow() throws {
        let start = String(decoding: try lines()[0], as: UTF8.self)
        let record = parse(start.replacing(#""run":"#, with: #""future":{"a":[1]},"run":"#))
        #expect(record.problems.isEmpty && record.start == SampleEvents.start)
    }

    @Test func doesNotGuessAtAnotherSchema() throws {
        let log = String(decoding: try SampleEvents.log, as: UTF8.self).replacing("unloop-log/1", with: "unloop-log/2")
        let record = parse(log)
        #expect(record.records.isEmpty && !record.isComplete)
        #expect(
            record.problems.map(\.what) == [
                "the log is of the format unloop-log/2, not unloop-log/1: read it with a newer unloop"
            ])
    }

    @Test func saysThatTheStartIsMissing() throws {
        #expect(problems([]) == ["1: the log is empty"])
        #expect(problems(Array("\n\n".utf8)) == ["1: the log is empty"])
        let record = RecoveryLogReader.parse(Array(try lines()[1...].joined()), path: "l")
        #expect(record.start == nil && record.isComplete)
        #expect(
            record.problems.map(\.what) == [
                "line number 1 where 0 is expected: lines are missing, or come from another log",
                "the log does not begin with a start event",
            ])
    }

    @Test(.timeLimit(.minutes(20))) func nestingDoesNotExhaustTheStack() {
        let deep = String(repeating: "[", count: 500_000)
        #expect(parse(deep + "\n").problems.map(\.line) == [1])
    }

    /// A number after the largest there is would end the reader.
    @Test func theLargestSequenceIsForeign() throws {
        let (first, last) = (try lines()[0], try #require(lines().last))
        func numbered(_ line: [UInt8], _ number: String) -> String {
            String(decoding: line, as: UTF8.self).replacing(/"sequence":[0-9]+/, with: "\"sequence\":\(number)")
        }
        let largest = "9223372036854775807"
        let record = parse(numbered(first, largest) + numbered(last, largest) + numbered(last, "1e400"))
        #expect(record.records.map(\.sequence) == [.max, .max])
        #expect(record.problems.map(\.line) == [1, 3])
    }

    @Test func boundsTheProblemsOfAForeignFile() {
        #expect(parse(String(repeating: "x\n", count: 100_000)).problems.count == 1000)
    }
}

extension RecoveryLogReader {
    /// What the log at a path says.
    static func read(_ path: String) throws -> RecoveryRecord {
        parse(Array(try Data(contentsOf: URL(filePath: path))), path: path)
    }
}

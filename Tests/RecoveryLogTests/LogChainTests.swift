import Digests
import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import Vocabulary

/// The hashes that bind a log's lines, and what they tell of a log that was cut or edited.
@Suite struct LogChainTests {
    private func lines() throws -> [String] {
        String(decoding: try SampleEvents.log, as: UTF8.self).split(separator: "\n").map { "\($0)\n" }
    }

    private func chain(_ lines: [String]) -> RecoveryRecord.Chain {
        RecoveryLogReader.parse(Array(lines.joined().utf8), path: "l").chain
    }

    @Test func aLineEndsWithTheHashOfTheLineBeforeAndItself() throws {
        let lines = try lines()
        var previous = ""
        for line in lines {
            let content = try #require(line.range(of: ",\"hash\":").map { String(line[..<$0.lowerBound]) })
            let hash = SHA256Hasher.hash(Array((previous + content).utf8)).description
            #expect(line == "\(content),\"hash\":\"\(hash)\"}\n")
            previous = hash
        }
    }

    @Test(
        "the loop of the format's README finds the same",
        .enabled(if: FileManager.default.fileExists(atPath: "/bin/bash")))
    func theShellAgrees() throws {
        let readme = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Sources/RecoveryLog/Schema/README.md"), encoding: .utf8)
        let loop = readme.split(separator: "\n").drop { !$0.hasPrefix("    previous=") }
            .prefix { $0.hasPrefix("    ") }.joined(separator: "\n")
        func output(_ lines: [String]) throws -> String {
            let scratch = try ScratchFolder()
            let file = URL(filePath: scratch.path).appending(path: "FILE.jsonl")
            try Data(lines.joined().utf8).write(to: file)
            let shell = Process()
            let pipe = Pipe()
            shell.executableURL = URL(filePath: "/bin/bash")
            shell.arguments = ["-c", loop]
            shell.currentDirectoryURL = URL(filePath: scratch.path)
            shell.standardOutput = pipe
            try shell.run()
            let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
            shell.waitUntilExit()
            return String(decoding: output, as: UTF8.self)
        }
        var lines = try lines()
        #expect(try output(lines) == "")
        lines.remove(at: 3)
        #expect(try output(lines).hasPrefix("broken: "))
    }

    @Test func aLogAsItWasWrittenIsWhole() throws { #expect(chain(try lines()) == .whole) }

    @Test func aLogThatStopsAnywhereIsCut() throws {
        let lines = try lines()
        for count in 0..<lines.count { #expect(chain(Array(lines[..<count])) == .cut) }
        let torn = lines.dropLast() + [String(lines[lines.count - 1].dropLast(9))]
        #expect(chain(Array(torn)) == .cut)
        // What a medium holds where a line never arrived.
        #expect(chain(lines.dropLast() + ["\0\0\0\0"]) == .cut)
        #expect(chain(lines.dropLast() + ["old bytes\nof the medium"]) == .cut)
    }

    @Test func everyChangedByteShowsAtItsLine() throws {
        let lines = try lines()
        for index in lines.indices {
            var changed = lines
            changed[index] = lines[index].replacing("2024-07-19", with: "2024-07-20")
            #expect(chain(changed) == .edited(line: index + 1))
        }
    }

    @Test func linesThatWereTakenOutAddedOrMovedShow() throws {
        let lines = try lines()
        for index in lines.indices.dropLast() {
            var fewer = lines
            fewer.remove(at: index)
            #expect(chain(fewer) == .edited(line: index + 1))
            var twice = lines
            twice.insert(lines[index], at: index)
            #expect(chain(twice) == .edited(line: index + 2))
            var moved = lines
            moved.swapAt(index, index + 1)
            #expect(chain(moved) == .edited(line: index + 1))
        }
        #expect(chain(lines + ["\n"]) == .edited(line: lines.count + 1))
        #expect(chain(lines.map { $0.replacing("\n", with: "\r\n") }) == .edited(line: 1))
    }

    /// What bad sectors leave of lines: zeros, or bytes of something else, in a line or over several.
    @Test(arguments: ["\0\0\0\0", "\u{1}\u{7F}", "\u{1B}[2J"]) func linesThatAMediumLostAreDamage(rest: String) throws {
        let lines = try lines()
        for index in lines.indices {
            var damaged = lines
            damaged[index] = rest + "\n"
            #expect(chain(damaged) == (index == lines.count - 1 ? .cut : .damaged(line: index + 1)))
            guard index + 1 < lines.count - 1 else { continue }
            // A sector that ends within the next line takes the line feed with it.
            damaged[index] = String(lines[index].prefix(40)) + rest
            damaged[index + 1] = rest + String(lines[index + 1].suffix(20))
            #expect(chain(damaged) == .damaged(line: index + 1))
            // Lines that can be read are held against each other all the same.
            damaged[lines.count - 1] = lines[lines.count - 1].replacing("2024-07-19", with: "2024-07-20")
            if index + 3 < lines.count { #expect(chain(damaged) == .edited(line: lines.count - 1)) }
        }
        #expect(chain(lines + [rest]) == .damaged(line: lines.count + 1))
        #expect(chain(lines + ["x"]) == .edited(line: lines.count + 1))
    }

    @Test func bytesThatAreNoUTF8AreDamage() throws {
        var bytes = try lines().map { Array($0.utf8) }
        bytes[2][20] = 0xFF
        let record = RecoveryLogReader.parse(Array(bytes.joined()), path: "")
        #expect(record.chain == .damaged(line: 3))
        #expect(record.problems.map(\.what).first == "the line is not text: its part of the file is damaged")
    }

    /// All that was written is there but for the last line feed.
    @Test func aLineThatLacksItsEndIsCut() throws {
        #expect(chain(Array(try lines().dropLast()) + [String(try lines().last?.dropLast() ?? "")]) == .cut)
    }

    @Test func upperCaseDigitsAreAnEdit() throws {
        var lines = try lines()
        let hash = try #require(lines[2].range(of: "\"hash\":\""))
        lines[2].replaceSubrange(hash.upperBound..., with: lines[2][hash.upperBound...].uppercased())
        #expect(chain(lines) == .edited(line: 3))
    }

    @Test func aLogWithoutHashesIsToldApart() throws {
        let bare = try lines().map { line in
            let hash = try #require(line.range(of: ",\"hash\":"))
            return String(line[..<hash.lowerBound]) + "}\n"
        }
        #expect(chain(bare) == .unchained)
    }

    /// The lines with hashes that were computed anew, as anyone can who edits a log.
    private func rechained(_ lines: [String]) throws -> [String] {
        var previous = ""
        return try lines.map { line in
            let end = try #require(line.range(of: ",\"hash\":")).lowerBound
            previous = SHA256Hasher.hash(Array((previous + line[..<end]).utf8)).description
            return "\(line[..<end]),\"hash\":\"\(previous)\"}\n"
        }
    }

    @Test func linesThatNoRunWritesShowThoughTheirHashesFit() throws {
        let lines = try lines()
        #expect(chain(try rechained(lines)) == .whole)
        for index in lines.indices {
            var fewer = lines
            fewer.remove(at: index)
            // Without its last line a log is one that was cut.
            #expect(chain(try rechained(fewer)) == (index == lines.count - 1 ? .cut : .edited(line: index + 1)))
            var twice = lines
            twice.insert(lines[index], at: index)
            #expect(chain(try rechained(twice)) == .edited(line: index + 2))
        }
        let last = lines.count - 1
        for behind in [lines[0], lines[2], lines[last]] {
            #expect(chain(try rechained(lines + [numbered(behind, last + 1)])) == .edited(line: last + 2))
        }
        let early = lines[..<3] + [lines[last]] + lines[3..<last]
        let renumbered = try early.enumerated().map { try numbered($0.element, $0.offset) }
        #expect(chain(try rechained(renumbered)) == .edited(line: 5))
        #expect(chain(try rechained(["no JSON,\"hash\":"] + lines)) == .edited(line: 1))
    }

    /// Lines that were put into a log, with hashes computed anew: an event of this format has its members, whatever else it
    /// has. One that is not known may be a newer version's, and takes a number as all do.
    @Test(arguments: [
        (#"no JSON"#, false), (#"{"sequence":3"#, false), (#"["time","note"]"#, false),
        (#"{"event":"note","sequence":3,"code":"c","message":"m""#, false),
        (#"{"event":"note","time":"noon","sequence":3,"code":"c","message":"m""#, false),
        (#"{"event":"note","time":"2024-07-19T05:27:00.007Z","sequence":"3","code":"c","message":"m""#, false),
        (#"{"event":"note","time":"2024-07-19T05:27:00.007Z","sequence":3,"code":"c""#, false),
        (#"{"event":"note","time":"2024-07-19T05:27:00.007Z","sequence":3,"code":"c","message":7"#, false),
        (#"{"event":"newer","time":"2024-07-19T05:27:00.007Z","sequence":3"#, true),
        (#"{"event":"end","time":"2024-07-19T05:27:00.007Z","sequence":3,"outcome":"newer""#, true),
    ])
    func aLineInTheMiddleThatCannotBeReadIsAnEditUnlessItMayBeNewer(line: String, mayBeNewer: Bool) throws {
        let lines = try lines()
        let added = "\(line),\"hash\":"
        let numbered = try lines[3...].enumerated().map { try self.numbered($0.element, 4 + $0.offset) }
        let record = try RecoveryLogReader.parse(
            Array(rechained(lines[..<3] + [added] + numbered).joined().utf8), path: "l")
        #expect(record.problems.map(\.line).contains(4))
        #expect(record.chain == (mayBeNewer ? .whole : .edited(line: 4)))
        // Without a number of its own it was put there.
        #expect(chain(try rechained(lines[..<3] + [added] + lines[3...])) == .edited(line: mayBeNewer ? 5 : 4))
    }

    private func numbered(_ line: String, _ number: Int) throws -> String {
        let sequence = try #require(line.range(of: #""sequence":[0-9]+"#, options: .regularExpression))
        return line.replacingCharacters(in: sequence, with: "\"sequence\":\(number)")
    }

    @Test func theEndOfAProgramThatCrashedOnTheLastPageMayFollow() throws {
        var record = try RunRecord(SampleEvents.start, at: SampleEvents.time)
        func end(_ outcome: Outcome, _ code: ReasonCode) -> LogEvent {
            .end(EndEvent(outcome: outcome, code: code, reason: "r", next: "n", seconds: 1))
        }
        try record.append(end(.repaired, .removedAndVerified), at: SampleEvents.time)
        try record.append(
            .note(NoteEvent(code: .networkAddresses, message: "m", device: nil)), at: SampleEvents.time)
        try record.append(end(.failed, .agentCrashed), at: SampleEvents.time)
        #expect(RecoveryLogReader.parse(record.log, path: "l").chain == .whole)
        try record.append(end(.repaired, .removedAndVerified), at: SampleEvents.time)
        #expect(RecoveryLogReader.parse(record.log, path: "l").chain == .edited(line: 5))
    }
}

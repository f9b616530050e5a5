import Digests
import Foundation
import RecoveryLog
import RecoveryLogReader
import Signatures
import TestSupport
import Testing
import Vocabulary

/// The signature behind the end of a log, and what it proves.
@Suite struct LogSignatureTests {
    /// A log of all kinds of events up to its end, and its signature.
    private func signed(by key: SigningKey) throws -> [String] {
        var chain = LogChain()
        let events = SampleEvents.all.dropLast().enumerated().filter { $0.offset != 1 }.map(\.element.event)
        var lines = try events.enumerated().map { number, event in
            try LogEncoder.line(event, time: SampleEvents.time, sequence: number, chain: &chain)
        }
        let signature = try SignatureEvent(of: SampleEvents.start.run, after: #require(chain.last), by: key)
        lines.append(
            try LogEncoder.line(
                .signature(signature), time: SampleEvents.time, sequence: lines.count, chain: &chain))
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    private func parse(_ lines: some Sequence<String>) -> RecoveryRecord {
        RecoveryLogReader.parse(Array(lines.joined().utf8), path: "l")
    }

    /// The lines with hashes that were computed anew, as anyone can.
    private func rechained(_ lines: [String]) throws -> [String] {
        var previous = ""
        return try lines.map { line in
            let end = try #require(line.range(of: ",\"hash\":")).lowerBound
            previous = SHA256Hasher.hash(Array((previous + line[..<end]).utf8)).description
            return "\(line[..<end]),\"hash\":\"\(previous)\"}\n"
        }
    }

    @Test func theSampleIsWhatOpensslMade() {
        let message = SignatureEvent.message(run: SampleEvents.start.run, after: SampleEvents.digest)
        #expect(String(decoding: message, as: UTF8.self) == "unloop-log/1\n00c0ffee\n\(SampleEvents.hash)\n")
        let event = SignatureEvent(key: SampleEvents.key, signature: SampleEvents.signature)
        #expect(event.isValid(of: message) && !event.isValid(of: message + [10]))
    }

    @Test func aSignedLogNamesItsKey() throws {
        let key = try SigningKey()
        let record = parse(try signed(by: key))
        #expect(record.chain == .whole && record.problems.isEmpty && record.isComplete)
        #expect(record.signature?.isValid == true && record.signature?.key == key.verifyingKey)
    }

    @Test func anyChangeInvalidatesItThoughTheHashesFit() throws {
        let lines = try signed(by: SigningKey())
        for index in lines.indices.dropLast() {
            var changed = lines
            changed[index] = lines[index].replacing("2024-07-19", with: "2024-07-20")
            let record = parse(try rechained(changed))
            #expect(record.chain == .whole && record.signature?.isValid == false)
        }
        // Without a line in the middle, and with all numbers put right.
        let fewer = try (lines[..<3] + lines[4...]).enumerated().map { number, line in
            let sequence = try #require(line.range(of: #""sequence":[0-9]+"#, options: .regularExpression))
            return line.replacingCharacters(in: sequence, with: "\"sequence\":\(number)")
        }
        #expect(parse(try rechained(fewer)).chain == .whole)
        #expect(parse(try rechained(fewer)).signature?.isValid == false)
        // The same log of another run.
        let other = lines.map { $0.replacing("\"run\":\"00c0ffee\"", with: "\"run\":\"00c0ffef\"") }
        #expect(parse(try rechained(other)).signature?.isValid == false)
    }

    @Test func aKeyAndASignatureOfNoFormAreInvalid() throws {
        let lines = try signed(by: SigningKey())
        for (member, length) in [("key", 64), ("signature", 128)] {
            for text in ["", "x", String(repeating: "F", count: length), String(repeating: "0", count: length)] {
                var changed = lines
                changed[lines.count - 1] = changed[lines.count - 1].replacing(
                    try Regex(#""\#(member)":"[0-9a-f]*""#), with: "\"\(member)\":\"\(text)\"")
                let record = parse(try rechained(changed))
                #expect(record.chain == .whole && record.signature?.isValid == false, "\(member) \(text)")
            }
        }
    }

    @Test func onlyTheLastLineSigns() throws {
        let key = try SigningKey()
        let lines = try signed(by: key)
        #expect(parse(lines.dropLast()).chain == .whole && parse(lines.dropLast()).signature == nil)
        #expect(parse(lines.dropLast(2)).chain == .cut && parse(lines.dropLast(2)).signature == nil)
        // Cut off while it was written.
        let torn = parse(lines.dropLast() + [String(lines[lines.count - 1].dropLast(9))])
        #expect(torn.isComplete && torn.chain == .cut && torn.signature == nil)
        #expect(parse(lines.dropLast() + ["x"]).chain == .edited(line: lines.count))
        // What came later is not signed.
        var record = try RunRecord(SampleEvents.start, at: SampleEvents.time)
        try record.append(SampleEvents.end, at: SampleEvents.time)
        let signature = try SignatureEvent(of: SampleEvents.start.run, after: #require(record.hash), by: key)
        try record.append(.signature(signature), at: SampleEvents.time)
        #expect(RecoveryLogReader.parse(record.log, path: "l").signature?.isValid == true)
        let crash = EndEvent(outcome: .failed, code: .agentCrashed, reason: "r", next: "n", seconds: 1)
        try record.append(.end(crash), at: SampleEvents.time)
        let later = RecoveryLogReader.parse(record.log, path: "l")
        #expect(later.chain == .whole && later.signature == nil)
    }

    @Test func aSignatureFollowsTheEndAndNothingElse() throws {
        let signature = LogEvent.signature(SignatureEvent(key: SampleEvents.key, signature: SampleEvents.signature))
        var early = try RunRecord(SampleEvents.start, at: SampleEvents.time)
        try early.append(signature, at: SampleEvents.time)
        try early.append(SampleEvents.end, at: SampleEvents.time)
        #expect(RecoveryLogReader.parse(early.log, path: "l").chain == .edited(line: 2))
        var twice = try RunRecord(SampleEvents.start, at: SampleEvents.time)
        for event in [SampleEvents.end, signature, signature] { try twice.append(event, at: SampleEvents.time) }
        #expect(RecoveryLogReader.parse(twice.log, path: "l").chain == .edited(line: 4))
    }

    @Test("openssl finds the same with the commands of the format's README", .enabled(if: Shell.has("bash", "openssl")))
    func theShellAgrees() throws {
        let readme = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Sources/RecoveryLog/Schema/README.md"), encoding: .utf8)
        let commands = readme.split(separator: "\n").drop { !$0.hasPrefix("    run=") }
            .prefix { $0.hasPrefix("    ") }.joined(separator: "\n")
        func isVerified(_ lines: [String], _ key: VerifyingKey) throws -> Bool {
            try withTemporaryFolder { folder in
                try Data(lines.joined().utf8).write(to: folder.appendingPathComponent("FILE.jsonl"))
                try Data(key.pem).write(to: folder.appendingPathComponent("log-signing.pub"))
                return try Shell.result(["bash", "-c", commands], directory: folder).output
                    == "Signature Verified Successfully\n"
            }
        }
        let key = try SigningKey()
        let lines = try signed(by: key)
        #expect(try isVerified(lines, key.verifyingKey))
        #expect(try !isVerified(lines, SigningKey().verifyingKey))
        var changed = lines
        changed[3] = lines[3].replacing("2024-07-19", with: "2024-07-20")
        #expect(try !isVerified(rechained(changed), key.verifyingKey))
    }
}

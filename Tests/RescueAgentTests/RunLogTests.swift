import AgentScreen
import Foundation
import RecoveryLog
import TestSupport
import Testing

@testable import RescueAgent

@Suite struct RunLogTests {
    /// A record and the stick that it goes to.
    private func record() -> (log: RunLog, stick: StickSink) {
        let stick = StickSink()
        return (RunLog(start: start, screen: Screen(on: []), sinks: [stick], drill: nil), stick)
    }

    /// A sink that can fail, and keeps what it was given.
    private final class FakeSink: RecordSink {
        var delay: String?
        var isOpen = true
        var place: String? { isOpen ? "on the server" : nil }
        private(set) var taken: [UInt8] = []
        private(set) var seeks = 0
        var durableBytes: Int { taken.count }

        func take(from keeper: any RecordKeeper) {
            if delay == nil { taken = keeper.sealed()?.log ?? [] }
        }

        func seek(_ search: RecordSearch, for keeper: any RecordKeeper) { seeks += 1 }
        func forgetFailures() {}
        func close() -> Bool { true }
    }

    /// What the record in `root` holds: the `event` and `message` of each line.
    private func lines(in root: String) throws -> [String] {
        let day = try #require(try names(in: "\(root)/logs").first)
        let name = try #require(try names(in: "\(root)/logs/\(day)").first { $0.hasSuffix(".jsonl") })
        return try bytes("\(root)/logs/\(day)/\(name)").split(separator: UInt8(ascii: "\n")).map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            return "\(object?["message"] ?? object?["event"] ?? "?")"
        }
    }

    @Test func whatWasSaidBeforeTheStickComesFirst() throws {
        try withScratch { root throws in
            let (log, stick) = record()
            log.record(note("1"))
            stick.open(in: root, for: log)
            log.record(note("2"))
            #expect(try lines(in: root) == ["start", "1", "2"])
            #expect(log.problem == nil)
            #expect(log.place?.hasPrefix("logs/") == true)
        }
    }

    @Test func aStickThatComesLateHasEverything() throws {
        try withScratch { root throws in
            let (log, stick) = record()
            log.record(note("1"))
            stick.giveUp("no stick", for: log)
            #expect(log.problem == "no stick")
            log.record(note("2"))
            stick.open(in: "\(root)/none", for: log)
            log.record(note("3"))
            stick.open(in: root, for: log)
            log.record(note("4"))
            #expect(try lines(in: root) == ["start", "1", "no stick", "2", "3", "4"])
            #expect(log.problem == nil)
        }
    }

    @Test func anotherStickGetsTheWholeRecordAndTheFirstOneIsGoneOnWith() throws {
        try withScratch { first throws in
            try withScratch { second throws in
                let (log, stick) = record()
                log.record(note("1"))
                stick.open(in: first, for: log)
                log.record(note("2"))
                log.close()
                log.record(note("3"))
                stick.open(in: second, for: log)
                log.record(note("4"))
                #expect(try lines(in: first) == ["start", "1", "2"])
                #expect(try lines(in: second) == ["start", "1", "2", "3", "4"])
                log.close()
                stick.open(in: first, for: log)
                #expect(try lines(in: first) == ["start", "1", "2", "3", "4"])
                let path = try #require(log.place)
                let copies = try [first, second].map { try bytes("\($0)/\(path)") }
                #expect(copies[0] == copies[1])
            }
        }
    }

    @Test func theStartMayChangeUntilASinkTakesIt() throws {
        try withScratch { root throws in
            let (log, stick) = record()
            log.record(note("1"))
            log.start = StartEvent(
                run: start.run, image: "i", version: "v", mode: .look, label: "site 7", machine: machine, settings: [])
            stick.open(in: root, for: log)
            let path = try #require(log.place)
            #expect(String(decoding: try bytes("\(root)/\(path)"), as: UTF8.self).contains(#""label":"site 7""#))
        }
    }

    @Test func theHashIsThatOfTheLastLine() throws {
        try withScratch { root throws in
            let (log, stick) = record()
            log.record(note("1"))
            stick.open(in: root, for: log)
            let hash = try #require(log.seal())
            let path = try #require(log.place)
            #expect(String(decoding: try bytes("\(root)/\(path)"), as: UTF8.self).hasSuffix("\(hash)\"}\n"))
        }
    }

    @Test func noFileStaysOpenWhenTheStickIsToBeLetGo() throws {
        func isOpen(_ root: String) throws -> Bool {
            try names(in: "/proc/self/fd").contains { number in
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)"))?.hasPrefix(root)
                    == true
            }
        }
        try withScratch { root throws in
            let (log, stick) = record()
            stick.open(in: root, for: log)
            #expect(try isOpen(root))
            log.close()
            #expect(try !isOpen(root))
        }
    }

    /// A stick and a server together: what one of them has is saved, and each has the whole record.
    @Test func severalSinksTakeTheSameRecord() throws {
        try withScratch { root throws in
            let (stick, server) = (StickSink(), FakeSink())
            let log = RunLog(start: start, screen: Screen(on: []), sinks: [stick, server], drill: nil)
            log.record(note("1"))
            stick.open(in: root, for: log)
            log.record(note("2"))
            let path = try #require(stick.place)
            #expect(log.place == "\(path), on the server")
            #expect(try bytes("\(root)/\(path)") == server.taken)
            #expect(stick.durableBytes == server.durableBytes)
            server.delay = "no answer"
            log.record(note("3"))
            #expect(log.isSaved && log.problem == nil && server.seeks == 1)
            #expect(try lines(in: root) == ["start", "1", "2", "3"])
            server.delay = nil
            log.record(note("4"))
            #expect(try bytes("\(root)/\(path)") == server.taken)
        }
    }

    @Test func aRecordThatNoSinkHasWholeSaysWhy() throws {
        let (stick, server) = (StickSink(), FakeSink())
        let log = RunLog(start: start, screen: Screen(on: []), sinks: [stick, server], drill: nil)
        stick.giveUp("no stick", for: log)
        #expect(log.isSaved)
        server.delay = "no answer"
        #expect(!log.isSaved && log.problem == "no stick; no answer")
    }

    /// A limit on the size of files stands in for a full stick, in a process of its own: it holds for the whole process.
    @Test func whatAStickDidNotTakeIsWrittenWhenItDoes() async throws {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            try withScratch { root throws in
                let stick = StickSink()
                let log = RunLog(start: start, screen: Screen(on: []), sinks: [stick], drill: nil)
                stick.open(in: root, for: log)
                let path = "\(root)/\(try #require(log.place))"
                var limit = rlimit(rlim_cur: UInt(try bytes(path).count + 10), rlim_max: UInt.max)
                try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
                log.record(note("1"))
                #expect(log.problem != nil && !log.isSaved)
                limit.rlim_cur = UInt.max
                try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
                log.record(note("2"))
                let text = String(decoding: try bytes(path), as: UTF8.self)
                try #require(text.split(separator: "\n").count == 3)
                try #require(log.problem == nil)
            }
        }
    }
}

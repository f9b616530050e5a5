import Foundation
import RecoveryLog
import TestSupport
import Testing

@testable import RescueAgent

@Suite struct RunLogTests {
    private func log() -> RunLog { RunLog(start: start, screen: Screen(paths: []), drill: nil) }

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
            let log = log()
            log.record(note("1"))
            log.open(in: root)
            log.record(note("2"))
            #expect(try lines(in: root) == ["start", "1", "2"])
            #expect(log.problem == nil)
            #expect(log.path?.hasPrefix("logs/") == true)
        }
    }

    @Test func aStickThatComesLateHasEverything() throws {
        try withScratch { root throws in
            let log = log()
            log.record(note("1"))
            log.giveUp("no stick")
            #expect(log.problem == "no stick")
            log.record(note("2"))
            log.open(in: "\(root)/none")
            log.record(note("3"))
            log.open(in: root)
            log.record(note("4"))
            #expect(try lines(in: root) == ["start", "1", "no stick", "2", "3", "4"])
            #expect(log.problem == nil)
        }
    }

    @Test func anotherStickGetsTheWholeRecordAndTheFirstOneIsGoneOnWith() throws {
        try withScratch { first throws in
            try withScratch { second throws in
                let log = log()
                log.record(note("1"))
                log.open(in: first)
                log.record(note("2"))
                log.close()
                log.record(note("3"))
                log.open(in: second)
                log.record(note("4"))
                #expect(try lines(in: first) == ["start", "1", "2"])
                #expect(try lines(in: second) == ["start", "1", "2", "3", "4"])
                log.close()
                log.open(in: first)
                #expect(try lines(in: first) == ["start", "1", "2", "3", "4"])
                let path = try #require(log.path)
                let copies = try [first, second].map { try bytes("\($0)/\(path)") }
                #expect(copies[0] == copies[1])
            }
        }
    }

    @Test func theStartMayChangeUntilAStickIsFound() throws {
        try withScratch { root throws in
            let log = log()
            log.record(note("1"))
            log.start = StartEvent(
                run: start.run, image: "i", version: "v", mode: .look, label: "site 7", machine: machine, settings: [])
            log.open(in: root)
            let path = try #require(log.path)
            #expect(String(decoding: try bytes("\(root)/\(path)"), as: UTF8.self).contains(#""label":"site 7""#))
        }
    }

    @Test func theHashIsThatOfTheLastLine() throws {
        try withScratch { root throws in
            let log = log()
            log.record(note("1"))
            log.open(in: root)
            let hash = try #require(log.seal())
            let path = try #require(log.path)
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
            let log = log()
            log.open(in: root)
            #expect(try isOpen(root))
            log.close()
            #expect(try !isOpen(root))
        }
    }

    /// A limit on the size of files stands in for a full stick, in a process of its own: it holds for the whole process.
    @Test func whatAStickDidNotTakeIsWrittenWhenItDoes() async throws {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            try withScratch { root throws in
                let log = RunLog(start: start, screen: Screen(paths: []), drill: nil)
                log.open(in: root)
                let path = "\(root)/\(try #require(log.path))"
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

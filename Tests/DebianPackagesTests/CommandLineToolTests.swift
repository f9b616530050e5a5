import Diagnostics
import Testing
import Vocabulary

@testable import DebianPackages

@Suite struct CommandLineToolTests {
    @Test func bothStreamsAreDrained() throws {
        // Far more than a pipe holds, on both streams.
        let script = "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"
        let output = try CommandLineTool.run(["sh", "-c", script])
        #expect(output.standardOutput.count == 1_000_000)
        #expect(output.standardError.count == 1_000_000)
    }

    @Test func inputIsRead() throws {
        let input = [UInt8](repeating: 0x61, count: 300_000)
        #expect(try CommandLineTool.run(["cat"], input: input).standardOutput == input)
        #expect(try CommandLineTool.run(["cat"]).standardOutput.isEmpty)
        // A program that does not read its input is no problem.
        try CommandLineTool.run(["true"], input: input)
    }

    @Test func linesArriveWhole() throws {
        var lines: [String] = []
        try CommandLineTool.run(["printf", "one\\ntw"]) { lines.append($0) }
        try CommandLineTool.run(["sh", "-c", "printf a; sleep 0.1; printf 'b\\r\\nc\\n'"]) { lines.append($0) }
        #expect(lines == ["one", "tw", "ab", "c"])
    }

    @Test func environmentIsScrubbed() throws {
        let text = try CommandLineTool.run(["env"], environment: ["SOURCE_DATE_EPOCH": "0"]).text
        let names = Set(text.split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
        #expect(names.subtracting(["TMPDIR"]) == ["HOME", "LC_ALL", "PATH", "SOURCE_DATE_EPOCH", "TZ"])
        #expect(text.contains("LC_ALL=C\n"))
    }

    @Test func failureCanBeRepeated() throws {
        let script = #"echo "it's bad" >&2; exit 3"#
        let error = #expect(throws: PackageError.self) {
            try CommandLineTool.run(["sh", "-c", script], environment: ["A": "b c"])
        }
        #expect(error?.code == .commandFailed)
        #expect(
            error?.message == #"""
                a command ended with status 3; run it again with
                    A='b c' sh -c 'echo "it'\''s bad" >&2; exit 3'
                its last lines:
                    it's bad
                """#)
    }

    @Test func statusesCanBeAccepted() throws {
        #expect(try CommandLineTool.run(["sh", "-c", "exit 3"], accepting: [0, 3]).status == 3)
    }

    @Test func signalIsNamed() throws {
        let error = #expect(throws: PackageError.self) { try CommandLineTool.run(["sh", "-c", "kill -9 $$"]) }
        #expect(error?.message.hasPrefix("a command was ended by signal 9; run it again with\n") == true)
    }

    @Test func noSignalIsBlocked() async throws {
        // On a thread of the runtime's pool, as commands run there.
        let text = try await Task.detached { try CommandLineTool.run(["grep", "SigBlk", "/proc/self/status"]).text }
            .value
        #expect(text == "SigBlk:\t0000000000000000\n")
    }

    @Test func missingProgramIsNamed() throws {
        let error = #expect(throws: PackageError.self) { try CommandLineTool.run(["no-such-program"]) }
        #expect(error?.code == .commandNotFound)
        #expect(error?.message.contains("no-such-program") == true)
    }

    @Test func manyAtOnceDoNotWaitForEachOther() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<16 {
                group.addTask { try CommandLineTool.run(["echo", "\(index)"]).standardOutput.count }
            }
            var sum = 0
            for try await count in group { sum += count }
            #expect(sum == 10 * 2 + 6 * 3)
        }
    }
}

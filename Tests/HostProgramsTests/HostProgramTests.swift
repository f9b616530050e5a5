import Diagnostics
import Glibc
import Testing

@testable import HostPrograms

@Suite struct HostProgramTests {
    @Test func bothStreamsAreDrained() throws {
        // Far more than a pipe holds, on both streams.
        let script = "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"
        let output = try HostProgram.run(["sh", "-c", script])
        #expect(output.standardOutput.count == 1_000_000)
        #expect(output.standardError.count == 1_000_000)
    }

    @Test func inputIsRead() throws {
        let input = [UInt8](repeating: 0x61, count: 300_000)
        #expect(try HostProgram.run(["cat"], input: input).standardOutput == input)
        #expect(try HostProgram.run(["cat"]).standardOutput.isEmpty)
        // A program that does not read its input is no problem.
        try HostProgram.run(["true"], input: input)
    }

    @Test func linesArriveWhole() throws {
        var lines: [String] = []
        try HostProgram.run(["printf", "one\\ntw"]) { lines.append($0) }
        try HostProgram.run(["sh", "-c", "printf a; sleep 0.1; printf 'b\\r\\nc\\n'"]) { lines.append($0) }
        #expect(lines == ["one", "tw", "ab", "c"])
    }

    @Test func environmentIsScrubbed() throws {
        let text = try HostProgram.run(["env"], environment: ["SOURCE_DATE_EPOCH": "0"]).text
        let names = Set(text.split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
        #expect(names.subtracting(["TMPDIR"]) == ["HOME", "LC_ALL", "PATH", "SOURCE_DATE_EPOCH", "TZ"])
        #expect(text.contains("LC_ALL=C\n"))
    }

    @Test func failureCanBeRepeated() throws {
        let script = #"echo "it's bad" >&2; exit 3"#
        let error = #expect(throws: HostProgramError.self) {
            try HostProgram.run(["sh", "-c", script], environment: ["A": "b c"])
        }
        #expect(error?.code == .failed)
        #expect(
            error?.message == #"""
                a command ended with status 3; run it again with
                    A='b c' sh -c 'echo "it'\''s bad" >&2; exit 3'
                its last lines:
                    it's bad
                """#)
    }

    @Test func statusesCanBeAccepted() throws {
        #expect(try HostProgram.run(["sh", "-c", "exit 3"], accepting: [0, 3]).status == 3)
    }

    @Test func signalIsNamed() throws {
        let error = #expect(throws: HostProgramError.self) { try HostProgram.run(["sh", "-c", "kill -9 $$"]) }
        #expect(error?.message.hasPrefix("a command was ended by signal 9; run it again with\n") == true)
    }

    @Test func noSignalIsBlocked() async throws {
        // On a thread of the runtime's pool, as commands run there.
        let text = try await Task.detached { try HostProgram.run(["grep", "SigBlk", "/proc/self/status"]).text }
            .value
        #expect(text == "SigBlk:\t0000000000000000\n")
    }

    @Test func missingProgramIsNamed() throws {
        let error = #expect(throws: HostProgramError.self) { try HostProgram.run(["no-such-program"]) }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains("no-such-program") == true)
    }

    @Test func toolsNameTheirDebianPackage() {
        #expect(HostProgram.missing("mkfs.fat").message.hasSuffix("sudo apt-get install dosfstools"))
    }

    /// Debian keeps mkfs.fat and the like where ordinary users do not look.
    @Test func theSystemsFoldersAreSearched() {
        let folders = HostProgram.searchPath.split(separator: ":")
        #expect(["/usr/sbin", "/sbin", "/usr/bin", "/bin"].allSatisfy { folder in folders.contains { $0 == folder } })
        #expect(HostProgram.find("sh") != nil)
        #expect(HostProgram.find("/bin") == nil, "a folder is no program")
        #expect(HostProgram.find("/etc/passwd") == nil)
        #expect(HostProgram.find("") == nil)
    }

    @Test func aProgramRunsInItsFolder() throws {
        #expect(try HostProgram.run(["pwd"], in: "/usr").text == "/usr\n")
        let error = #expect(throws: HostProgramError.self) { try HostProgram.run(["pwd"], in: "/nonexistent") }
        #expect(error?.message.contains("/nonexistent") == true)
    }

    @Test func aProgramRunsBesideItsCaller() throws {
        let program = try RunningProgram(["cat"], input: .pipe, output: .together)
        try program.write(Array("one\n".utf8))
        #expect(program.isRunning)
        program.kill(15)
        var output: [UInt8] = []
        try program.forEachPiece { output += $0 }
        #expect(try program.wait() == 128 + 15)
        #expect(try program.wait() == 128 + 15)
        #expect(!program.isRunning)
        #expect(output.isEmpty || output == Array("one\n".utf8))
        // Neither a signal nor the end of this process comes of writing to a program that has ended.
        #expect(throws: (any Error).self) { for _ in 0..<2 { try program.write([0]) } }
    }

    @Test func aProgramEndsWithItsValue() throws {
        var program: RunningProgram? = try RunningProgram(["sleep", "1000"], output: .discarded)
        let identifier = try #require(program?.identifier)
        program = nil
        #expect(kill(identifier, 0) == -1)
    }

    @Test(arguments: [
        (["a", "b c", ""], "a 'b c' ''"), (["it's", "$x", "~", "a;b", "ä"], #"'it'\''s' '$x' '~' 'a;b' 'ä'"#),
        (["/bin/x", "--y=z,1:2@3%4+5_6-7.8"], "/bin/x --y=z,1:2@3%4+5_6-7.8"), (["a=b"], "env -- a=b"),
    ])
    func wordsAreQuoted(_ command: [String], _ expected: String) throws {
        #expect(ShellWords.commandLine(command) == expected)
        if command[0].hasPrefix("a") { return }
        let script = "for word in \(command.map(ShellWords.quoted).joined(separator: " ")); do echo \"$word\"; done"
        #expect(try HostProgram.run(["sh", "-c", script]).text == command.map { $0 + "\n" }.joined())
    }

    @Test func manyAtOnceDoNotWaitForEachOther() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<16 {
                group.addTask { try HostProgram.run(["echo", "\(index)"]).standardOutput.count }
            }
            var sum = 0
            for try await count in group { sum += count }
            #expect(sum == 10 * 2 + 6 * 3)
        }
    }
}

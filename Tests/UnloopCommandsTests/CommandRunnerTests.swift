internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import UnloopCommands

@Suite("How commands end", .enabled(if: KeysTestTool.path != nil, "needs the built tool beside the tests"))
struct CommandRunnerTests {
    private func run(_ arguments: String...) throws -> KeysTestTool.Result {
        try withTemporaryFolder { try KeysTestTool.run(arguments, in: $0) }
    }

    @Test("every error begins alike, has a code of the table, and leaves standard output empty")
    func errors() throws {
        let ends: [(arguments: [String], status: UnloopCommands.ExitStatus)] = [
            (["nonsense"], .usage), (["build", "--format", "floppy"], .usage), (["log", "collect"], .usage),
            (["write", "--serial", "x"], .usage), (["log", "show", "--machine", "a", "--keys-used", "b"], .usage),
            (["build", "--template", "none"], .failed), (["keys", "check", "none"], .failed),
            (["keys", "list", "none"], .failed), (["log", "show", "none"], .failed),
            (["log", "report", "none.sqlite"], .failed), (["settings", "check", "none"], .failed),
            (["settings", "check", "--boot", "unloop.keyboard=zz"], .incomplete),
        ]
        for (arguments, status) in ends {
            let result = try withTemporaryFolder { try KeysTestTool.run(arguments, in: $0) }
            #expect(result.status == status.rawValue, "\(arguments): \(result.errors)")
            #expect(result.errors.hasPrefix("unloop: "), "\(arguments): \(result.errors)")
            #expect(!result.errors.contains("Error:") && !result.errors.contains("error:"))
        }
    }

    @Test("help and version are data, wherever they are asked for")
    func help() throws {
        for command in [["--version"], ["build", "--version"], ["keys", "check", "--version"], ["log", "--version"]] {
            let result = try withTemporaryFolder { try KeysTestTool.run(command, in: $0) }
            #expect(result.status == 0 && result.errors.isEmpty)
            #expect(result.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil, "\(result.output)")
        }
        let help = try run("keys", "--help")
        #expect(help.status == 0 && help.errors.isEmpty && help.output.contains("unloop keys seal"))
        // A group without a verb shows its help.
        #expect(try run("keys").output == help.output)
    }

    @Test("--verbose prints the causes below an error; without it there is one line")
    func causes() throws {
        let plain = try run("keys", "check", "none")
        #expect(plain.errors.hasPrefix("unloop: none: cannot be read (No such file or directory)"))
        #expect(plain.errors.contains("[input-unreadable]"))
        #expect(plain.errors.split(separator: "\n").count == 1)
        let verbose = try run("keys", "check", "--verbose", "none")
        #expect(verbose.errors.contains("\n└─ ") || verbose.errors.contains("\n  └─ "))
        #expect(verbose.errors.contains("(errno 2)"))
    }

    @Test("a collection that does not exist is called that, and an inventory has a code of its own")
    func report() throws {
        let missing = try run("log", "report", "none.sqlite")
        #expect(missing.errors.contains("none.sqlite: no such file"))
        #expect(!missing.errors.contains("not an Unloop database"))
        try withTemporaryFolder { folder in
            try Data("x".utf8).write(to: folder.appendingPathComponent("x.sqlite"))
            let other = try KeysTestTool.run("log", "report", "x.sqlite", in: folder)
            #expect(other.errors.contains("x.sqlite: not an Unloop database; left unchanged."))
            let inventory = try KeysTestTool.run("log", "report", "x.sqlite", "--inventory", "none.csv", in: folder)
            #expect(inventory.errors.contains("none.csv: cannot be read"))
            #expect(inventory.errors.contains("[input-unreadable]"))
        }
    }

    @Test("a keyboard layout that the image does not have is a mistake in the settings")
    func keyboards() throws {
        let result = try run("settings", "check", "--boot", "unloop.keyboard=zz")
        #expect(result.errors.contains("keyboard: \"zz\" is not understood; write a layout of the image: us, uk, de,"))
        #expect(try run("settings", "check", "--boot", "unloop.keyboard=ch-fr").status == 0)
    }

    @Test("a file of keys that the machine would refuse is refused at the desk")
    func largeKeys() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("keys.csv")
            #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
            try FileHandle(forWritingTo: file).truncate(atOffset: 64 << 20 + 1)
            let result = try KeysTestTool.run("keys", "check", "keys.csv", in: folder)
            #expect(result.status == 1)
            #expect(result.errors.contains("keys.csv: larger than the limit of 64 MiB"))
        }
    }

    @Test("what a message quotes cannot look like a message of its own")
    func spoofing() throws {
        let result = try run("keys", "check", "x\nunloop: all keys are fine\u{1B}[2J")
        #expect(!result.errors.contains("\nunloop: all"))
        #expect(!result.errors.contains("\u{1B}"))
    }
}

internal import ArgumentParser
internal import Foundation
internal import HostPrograms
internal import RescueImage
internal import TestSupport
internal import Testing

@testable internal import UnloopCommands

@Suite("The command line")
struct CommandParsingTests {
    /// A command, and the words that call it.
    struct Command: Sendable, CustomTestStringConvertible {
        let words: [String]
        let type: any ParsableCommand.Type
        var testDescription: String { (["unloop"] + words).joined(separator: " ") }
    }

    /// Every command, those that group others first.
    static let all: [Command] = {
        func below(_ command: Command) -> [Command] {
            command.type.configuration.subcommands.flatMap { type in
                let inner = Command(words: command.words + [type._commandName], type: type)
                return [inner] + below(inner)
            }
        }
        let root = Command(words: [], type: UnloopCommand.self)
        return [root] + below(root)
    }()

    /// The commands that do something.
    static let verbs = all.filter { $0.type.configuration.subcommands.isEmpty }

    /// Mis-declared arguments show only when they are parsed.
    @Test("Every command can be parsed without arguments, or says which one it lacks", arguments: all)
    func parsing(_ command: Command) {
        do {
            _ = try UnloopCommand.parseAsRoot(command.words)
        } catch {
            #expect([.validationFailure, .success].contains(UnloopCommand.exitCode(for: error)))
        }
    }

    @Test("Every command is a verb, with the name that the table of exit codes has for it")
    func table() throws {
        var names: [String] = []
        for command in Self.verbs {
            let type = try #require(command.type as? any UnloopSubcommand.Type, "\(command)")
            #expect(type.verb.rawValue == command.words.joined(separator: " "))
            names.append(type.verb.rawValue)
        }
        #expect(names.sorted() == Verb.allCases.map(\.rawValue).sorted())
    }

    @Test("Every verb's help has examples, each of its exit codes, and the options that all have", arguments: verbs)
    func help(_ command: Command) throws {
        let verb = try #require(command.type as? any UnloopSubcommand.Type).verb
        let help = UnloopCommand.helpMessage(for: command.type, columns: 1000)
        #expect(help.contains("EXAMPLES\n  unloop \(verb.rawValue)"))
        let codes = try #require(help.components(separatedBy: "EXIT CODES\n").last).split(separator: "\n")
        var expected = verb.exits.map { ("\($0.status.rawValue)", $0.meaning) }
        expected.append(("64", "the command line is wrong"))
        for (line, (code, meaning)) in zip(codes, expected) {
            #expect(line.split(separator: " ", maxSplits: 1).map(String.init).first == code)
            #expect(line.hasSuffix(meaning))
        }
        #expect(verb.exits.map(\.status.rawValue) == Set(verb.exits.map(\.status.rawValue)).sorted())
        for option in ["--quiet", "--verbose", "--version", "--help"] { #expect(help.contains(option)) }
    }

    @Test("Every example in help can be parsed", arguments: all)
    func examples(_ command: Command) throws {
        let help = UnloopCommand.helpMessage(for: command.type, columns: 1000)
        let lines = help.split(separator: "\n").filter { $0.hasPrefix("  unloop ") }
        for line in lines where !command.words.isEmpty || line.dropFirst(9).first?.isLetter == true {
            // Behind two blanks or more stands what the example does.
            let example = line.dropFirst(2).components(separatedBy: "  ")[0].components(separatedBy: " > ")[0]
            let script = "for word in \(example); do printf '%s\\n' \"$word\"; done"
            let words = try HostProgram.run(["sh", "-f", "-c", script]).text.split(separator: "\n").map(String.init)
            do {
                _ = try UnloopCommand.parseAsRoot(Array(words.dropFirst()))
            } catch {
                // The disks of the examples are not here.
                #expect(UnloopCommand.message(for: error).contains("not a disk of this machine"), "\(example)")
            }
        }
    }

    @Test("Formats are a list with commas between")
    func formats() throws {
        #expect(try BuildCommand.parse([]).format.formats == Set(BuildOptions.Format.allCases))
        #expect(try BuildCommand.parse(["--format", "usb,pxe"]).format.formats == [.usb, .pxe])
        #expect(throws: (any Error).self) { try BuildCommand.parse(["--format", "usb,"]) }
        #expect(throws: (any Error).self) { try BuildCommand.parse(["--format", "floppy"]) }
    }

    /// The commands that have `--format`, and its values.
    static let formatValues: [(words: String, values: [String])] = [
        ("build", ["usb", "iso", "pxe"]), ("write", ["table", "json"]), ("keys check", ["table", "json"]),
        ("keys list", ["table", "json"]), ("settings check", ["table", "json"]), ("log show", ["table", "json"]),
        ("log verify", ["table", "json"]), ("log collect", ["table", "json"]),
        ("log report", ["table", "csv", "json", "html", "markdown"]),
    ]

    @Test("--format lists its values in help", arguments: formatValues)
    func formatHelp(words: String, values: [String]) throws {
        let command = try #require(Self.verbs.first { $0.words.joined(separator: " ") == words })
        let help = UnloopCommand.helpMessage(for: command.type, columns: 1000)
        let line = try #require(help.split(separator: "\n").first { $0.hasPrefix("  --format") })
        #expect(line.contains("values: " + values.joined(separator: ", ")), "\(line)")
    }

    @Test("--format completes its values in bash", arguments: formatValues)
    func bash(words: String, values: [String]) throws {
        let script = UnloopCommand.completionScript(for: .bash)
        let line = "unloop \(words) --format "
        let count = line.split(separator: " ").count
        let ask = """
            \(script)
            COMP_LINE='\(line)' COMP_POINT=\(line.count) COMP_WORDS=(\(line) '') COMP_CWORD=\(count)
            _unloop unloop '' --format
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let replies = try HostProgram.run(["bash", "-s"], input: Array(ask.utf8)).text.split(separator: "\n")
        #expect(replies.map(String.init).sorted() == values.sorted())
    }

    @Test(
        "--format completes its values in fish", .enabled(if: HostProgram.find("fish") != nil, "needs fish"),
        arguments: formatValues)
    func fish(words: String, values: [String]) throws {
        let script = UnloopCommand.completionScript(for: .fish) + "\ncomplete -C 'unloop \(words) --format '\n"
        try withTemporaryFolder { folder in
            // It makes folders there.
            let home = ["HOME": folder.path]
            let replies = try HostProgram.run(["fish"], environment: home, input: Array(script.utf8)).text
            let words = replies.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
            #expect(words.sorted() == values.sorted())
        }
    }

    @Test("--format has its values in the scripts for fish and zsh", arguments: formatValues)
    func scripts(words: String, values: [String]) {
        let zsh = UnloopCommand.completionScript(for: .zsh)
        #expect(zsh.contains(values.map { "'\($0)'" }.joined(separator: " ")))
        let fish = UnloopCommand.completionScript(for: .fish)
        #expect(fish.contains(values.joined(separator: "\\n")) || fish.contains(values.joined(separator: " ")))
    }
}

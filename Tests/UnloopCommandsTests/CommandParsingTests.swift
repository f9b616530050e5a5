internal import ArgumentParser
internal import Foundation
internal import RescueImage
internal import Testing

@testable internal import UnloopCommands

@Suite("The command line")
struct CommandParsingTests {
    /// Mis-declared arguments show only when they are parsed.
    @Test("Every command can be parsed without arguments, or says which one it lacks")
    func everyCommand() {
        func check(_ command: any ParsableCommand.Type) {
            do {
                _ = try command.parseAsRoot([])
            } catch {
                #expect(command.exitCode(for: error) == .validationFailure || command.exitCode(for: error) == .success)
            }
            for subcommand in command.configuration.subcommands { check(subcommand) }
        }
        check(UnloopCommand.self)
    }

    /// Every command with its whole name, `unloop` first.
    private static let commands: [(name: String, type: any ParsableCommand.Type)] = {
        func below(_ command: any ParsableCommand.Type, _ path: String) -> [(String, any ParsableCommand.Type)] {
            let name = path + (command.configuration.commandName ?? "")
            return [(name, command)]
                + command.configuration.subcommands.flatMap { below($0, name + " ") }
        }
        return below(UnloopCommand.self, "")
    }()

    @Test("Every command's help names it, says what it does, and has examples and exit codes")
    func help() {
        #expect(Self.commands.count > 10)
        for (name, command) in Self.commands {
            let help = UnloopCommand.helpMessage(for: command, columns: 200)
            #expect(help.contains("USAGE: \(name) "), "\(name)")
            #expect(command.configuration.abstract.hasSuffix("."), "\(name)")
            #expect(help.contains(command.configuration.abstract), "\(name)")
            #expect(help.contains("EXAMPLES\n  unloop "), "\(name)")
            #expect(help.contains("EXIT CODES\n  0 "), "\(name)")
        }
    }

    /// An example is what is typed first.
    @Test("Every example in a help text can be parsed")
    func examples() {
        for (name, command) in Self.commands {
            let lines = command.configuration.discussion.split(separator: "\n").map(String.init)
            let examples = lines.drop { $0 != "EXAMPLES" }.dropFirst().prefix { $0.hasPrefix("  ") }
            #expect(!examples.isEmpty, "\(name)")
            for example in examples {
                let words = Self.words(example)
                #expect(words.first == "unloop", "\(example)")
                #expect(throws: Never.self, "\(example)") {
                    let parsed = try UnloopCommand.parseAsRoot(Array(words.dropFirst()))
                    // A command of commands only shows its help.
                    #expect(type(of: parsed).configuration.subcommands.isEmpty)
                }
            }
        }
    }

    /// The words of an example as a shell takes them; what it does is told behind two spaces, or the redirection.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var isQuoted = false
        var isNew = true
        for character in line.trimmingPrefix(while: { $0 == " " }) {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == " ", !isQuoted {
                if isNew { return words }
                isNew = true
                continue
            } else if character == ">", !isQuoted {
                return words
            } else if isNew {
                words.append("")
            }
            if character != "\"" { words[words.count - 1].append(character) } else if isNew { words.append("") }
            isNew = false
        }
        return words
    }

    @Test("Formats are a list with commas between")
    func formats() throws {
        #expect(try BuildCommand.parse([]).format.formats == Set(BuildOptions.Format.allCases))
        #expect(try BuildCommand.parse(["--format", "usb,pxe"]).format.formats == [.usb, .pxe])
        #expect(throws: (any Error).self) { try BuildCommand.parse(["--format", "usb,"]) }
        #expect(throws: (any Error).self) { try BuildCommand.parse(["--format", "floppy"]) }
    }
}

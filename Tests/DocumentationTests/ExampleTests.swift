internal import ArgumentParser
internal import Testing

@testable internal import UnloopCommands

@Suite("The examples")
struct ExampleTests {
    @Test("Every command line of unloop in the guides is understood", arguments: Document.all)
    func guides(document: Document) {
        for command in document.commands(of: "unloop") + document.commands(of: ".build/release/unloop") {
            check(command, in: document.path)
        }
    }

    @Test("The README shows how to build, bring keys, write, read and report")
    func selection() throws {
        let commands = try Document("README.md").commands(of: ".build/release/unloop")
        for wanted in ["keys seal", "write /dev/", "log show", "log collect", "log report"] {
            #expect(commands.contains { $0.contains(" \(wanted)") }, "no example of \(wanted)")
        }
    }

    @Test("Every example in the help is understood")
    func help() {
        for command in CommandTree.all {
            let examples = command.help.split(separator: "\n").filter { $0.hasPrefix("  unloop ") }
            for example in examples {
                // What stands behind two blanks says what the command does.
                let line = example.drop { $0 == " " }.split(separator: "  ").first.map(String.init) ?? ""
                check(line, in: "the help of \(command.name)")
            }
        }
    }

    private func check(_ line: String, in place: String) {
        let words = Self.words(of: line)
        #expect(throws: Never.self, "\(place): \(line)") {
            do {
                _ = try UnloopCommand.parseAsRoot(Array(words.dropFirst()))
            } catch  where UnloopCommand.exitCode(for: error) == .success {
                // Asked for help or the version.
            } catch  where UnloopCommand.message(for: error).hasPrefix("/dev/") {
                // All but the disk was understood: this machine does not have it.
            }
        }
    }

    /// The words of a command line as a shell splits them, up to a redirection.
    private static func words(of line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            switch character {
            case "\"":
                isQuoted.toggle()
                word = word ?? ""
            case " " where !isQuoted:
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return Array(words.prefix { !["|", ">", ">>"].contains($0) })
    }
}

internal import ArgumentParser

@testable internal import UnloopCommands

/// The commands that there are, from the top.
struct CommandTree {
    /// The words that call it, such as `unloop keys check`.
    let name: String
    let type: any ParsableCommand.Type

    /// What its help says beyond the options.
    var help: String { type.configuration.discussion }

    /// Whether it does something itself.
    var isLeaf: Bool { type.configuration.subcommands.isEmpty }

    static let all = below(UnloopCommand.self, named: "unloop")

    private static func below(_ type: any ParsableCommand.Type, named name: String) -> [CommandTree] {
        [CommandTree(name: name, type: type)]
            + type.configuration.subcommands.flatMap { below($0, named: "\(name) \($0._commandName)") }
    }
}

public import ArgumentParser

/// `unloop log`: what sticks say about the machines they were in.
public struct LogCommand: ParsableCommand {
    /// Help, and the verbs.
    public static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Read what was recorded on sticks.",
        subcommands: [
            LogShowCommand.self, LogVerifyCommand.self, LogCollectCommand.self, LogReportCommand.self,
        ])

    /// Made by the argument parser.
    public init() {}
}

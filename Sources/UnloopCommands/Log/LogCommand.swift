internal import ArgumentParser

/// `unloop log`: what sticks say about the machines they were in.
struct LogCommand: ParsableCommand {
    /// Help, and the verbs.
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Read what was recorded on sticks.",
        subcommands: [
            LogShowCommand.self, LogVerifyCommand.self, LogKeyCommand.self, LogCollectCommand.self,
            LogReportCommand.self,
        ])
}

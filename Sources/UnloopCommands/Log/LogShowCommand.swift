public import ArgumentParser
internal import Foundation
internal import RecoveryLog

/// `unloop log show`: one or many logs as a table or JSON.
public struct LogShowCommand: ParsableCommand {
    /// Help, with the exit codes.
    public static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print one line a log: when, which machine, how it ended.",
        discussion: """
            A path is a log (.jsonl), a folder of logs, or where a stick's UNLOOP-LOG partition is mounted.
            Logs that were cut off are shown with what they have. What cannot be read is named on standard error.

            EXAMPLES
              unloop log show /media/UNLOOP-LOG               one line a run
              unloop log show --keys-used /media/UNLOOP-LOG   the recovery keys to replace

            EXIT CODES
              0   all logs were read and are complete
              1   a path could not be read; the message names it
              2   all could be read, but a log is cut off or has lines that cannot be read
              64  the command line cannot be understood
            """)

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Argument(help: "Logs, folders of logs, or mounted sticks.", completion: .file())
    var paths: [String]

    @Option(help: "The form of the output: table or json (an array, sorted by time).")
    var format: Format = .table

    @Flag(help: "List the recovery keys that opened volumes, by their ids: they are to be replaced.")
    var keysUsed = false

    /// Made by the argument parser.
    public init() {}

    /// Reads the logs, prints them, and exits as the help says.
    public func run() throws {
        let report = LogReport(paths: paths)
        print(format == .json ? try report.json(keysUsed: keysUsed) : report.table(keysUsed: keysUsed), terminator: "")
        let complaints = report.complaints.map { "unloop: \(displaySafe($0, limit: 1000))\n" }.joined()
        FileHandle.standardError.write(Data(complaints.utf8))
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }
}

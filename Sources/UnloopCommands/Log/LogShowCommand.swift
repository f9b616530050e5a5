public import ArgumentParser
internal import Diagnostics
internal import Foundation
internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps

/// `unloop log show`: one or many logs as a table or JSON.
public struct LogShowCommand: ParsableCommand {
    /// Help, with the exit codes.
    public static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print one line a log: when, which machine, how it ended.",
        discussion: """
            A path is a log (.jsonl), a folder of logs, or where a stick's UNLOOP-LOG partition is mounted.
            Logs that were cut off are shown with what they have. What cannot be read is named on standard error.

            Exit codes: 0 all logs were read and are complete; 1 a path could not be read at all; 2 all could be read, \
            but one is incomplete or has lines that cannot be read.
            """)

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Argument(help: "Logs, folders of logs, or mounted sticks.", completion: .file())
    var paths: [String]

    @Option(help: "The form of the output: table or json (an array, sorted by time).")
    var format: Format = .table

    /// Made by the argument parser.
    public init() {}

    /// Reads the logs, prints them, and exits as the help says.
    public func run() throws {
        let collected = collect()
        for message in collected.unreadable { complain(message) }
        let summaries = collected.summaries.sorted { left, right in
            (left.time ?? .earliest, left.path) < (right.time ?? .earliest, right.path)
        }
        switch format {
        case .table: print(LogTable.render(summaries), terminator: "")
        case .json: print(try Self.json(summaries))
        }
        for summary in summaries {
            for problem in summary.problems { complain("\(summary.path): \(problem)") }
        }
        if !collected.unreadable.isEmpty { throw ExitCode(1) }
        if summaries.contains(where: { !$0.isComplete || !$0.problems.isEmpty }) { throw ExitCode(2) }
    }

    private func collect() -> (summaries: [RecoverySummary], unreadable: [String]) {
        var summaries: [RecoverySummary] = []
        var unreadable: [String] = []
        for path in paths {
            do {
                for log in try RecoveryLogFinder.logs(at: path) {
                    do {
                        summaries.append(RecoverySummary(try RecoveryLogReader.read(log)))
                    } catch {
                        unreadable.append("\(error)")
                    }
                }
            } catch {
                unreadable.append("\(error)")
            }
        }
        return (summaries, unreadable)
    }

    /// A JSON array with one log a line.
    static func json(_ summaries: [RecoverySummary]) throws -> String {
        var lines: [String] = []
        for summary in summaries { lines.append(String(decoding: try OrderedJSON.encode(summary), as: UTF8.self)) }
        return "[\n" + lines.joined(separator: ",\n") + "\n]"
    }

    private func complain(_ message: String) {
        FileHandle.standardError.write(Data("unloop: \(displaySafe(message, limit: 1000))\n".utf8))
    }
}

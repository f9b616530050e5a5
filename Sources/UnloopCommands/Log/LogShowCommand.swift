public import ArgumentParser
internal import Diagnostics
internal import FleetStore
internal import Foundation
internal import JSONCoding
internal import RecoveryLog

/// `unloop log show`: one or many logs as a table or JSON.
public struct LogShowCommand: ParsableCommand {
    /// Help, with the exit codes.
    public static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print one line a log: when, which machine, how it ended.",
        discussion: """
            A path is a log (.jsonl), a folder of logs, or where a stick's UNLOOP-LOG partition is mounted; a zip file, the \
            image of a stick, or a stick that is not mounted.
            Logs that were cut off are shown with what they have. What cannot be read is named on standard error.

            EXAMPLES
              unloop log show /media/UNLOOP-LOG               one line a run
              unloop log show --keys-used /media/UNLOOP-LOG   the recovery keys to replace
              unloop log show --machine PC-0042 stick1 stick2 one machine through all its runs
              unloop log show --machine PC-0042 fleet.sqlite  the same, from what was collected

            EXIT CODES
              0   all logs were read and are complete
              1   a path could not be read; the message names it
              2   all could be read, but a log is cut off or has lines that cannot be read; with --machine: there is \
            no such machine
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

    @Option(
        help: ArgumentHelp(
            "Follow the machine with this serial number, UUID or computer's name through all its runs, the oldest first.",
            valueName: "text"))
    var machine: String?

    /// Made by the argument parser.
    public init() {}

    /// One list at a time.
    public func validate() throws {
        if machine != nil, keysUsed { throw ValidationError("--machine and --keys-used cannot be combined.") }
    }

    /// Reads the logs, prints them, and exits as the help says.
    public func run() throws {
        if let machine { return try show(machine) }
        let report = LogReport(paths: paths)
        print(format == .json ? try report.json(keysUsed: keysUsed) : report.table(keysUsed: keysUsed), terminator: "")
        report.complaints.forEach(StandardError.complain)
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }

    private func show(_ machine: String) throws {
        let search = try MachineSearch(machine, in: paths)
        print(
            format == .json ? try OrderedJSON.lines(search.machines) : MachineTable.render(search.machines),
            terminator: "")
        search.complaints.forEach(StandardError.complain)
        if search.isIncomplete { throw ExitCode(1) }
        if search.machines.isEmpty {
            StandardError.complain("no machine has the serial number, UUID or computer's name \(machine)")
            throw ExitCode(2)
        }
    }
}

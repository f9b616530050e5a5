internal import ArgumentParser
internal import Diagnostics
internal import FleetStore
internal import Foundation
internal import JSONCoding
internal import RecoveryLog

/// `unloop log show`: one or many logs as a table or JSON.
struct LogShowCommand: UnloopSubcommand {
    static let verb = Verb.logShow
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Print one line a log: when, which machine, how it ended.",
        discussion: verb.help(
            """
            A path is a log (.jsonl), a folder of logs, the place where the partition UNLOOP-LOG of a stick is mounted, a zip \
            file, the image of a stick, or a stick that is not mounted (/dev/sdX).
            Logs that were cut off are shown with what they have. What cannot be read is named on standard error.
            """,
            examples: """
                  unloop log show /media/UNLOOP-LOG                one line a run
                  unloop log show --keys-used /media/UNLOOP-LOG    the recovery keys to replace
                  unloop log show --machine PC-0042 stick1 stick2  one machine through all its runs
                  unloop log show --machine PC-0042 fleet.sqlite   the same, from what was collected
                """))

    @Argument(help: "Mounted sticks, folders, logs, zip files, images, devices.", completion: .file())
    var paths: [String]

    @OptionGroup var output: OutputOptions
    @OptionGroup var common: CommonOptions

    @Flag(help: "List the recovery keys that opened volumes, by their IDs: these keys need replacing.")
    var keysUsed = false

    @Option(
        help: ArgumentHelp(
            "Show all runs of the machine with this serial number, UUID or computer name, the oldest first.",
            valueName: "text"))
    var machine: String?

    /// One list at a time.
    func validate() throws {
        if machine != nil, keysUsed { throw ValidationError("--machine and --keys-used cannot be combined.") }
    }

    /// Reads the logs, prints them, and exits as the help says.
    func run() throws {
        if let machine { return try show(machine) }
        let report = LogReport(paths: paths)
        try output.print(table: report.table(keysUsed: keysUsed), json: report.json(keysUsed: keysUsed))
        for complaint in report.complaints { common.console.complain(complaint) }
        if report.status != .done { throw report.status }
    }

    private func show(_ machine: String) throws {
        let search = try MachineSearch(machine, in: paths)
        try output.print(table: MachineTable.render(search.machines), json: OrderedJSON.lines(search.machines))
        for complaint in search.complaints { common.console.complain(complaint) }
        if search.isIncomplete { throw ExitStatus.failed }
        if search.machines.isEmpty {
            common.console.complain("\(machine): no machine has this serial number, UUID or computer name")
            throw ExitStatus.incomplete
        }
    }
}

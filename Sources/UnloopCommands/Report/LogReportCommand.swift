public import ArgumentParser
internal import FleetReport
internal import FleetStore
internal import Foundation
internal import RecoveryLog
internal import Vocabulary

/// `unloop log report`: which machines of a collection are done, which are not, why, and what is left to do.
public struct LogReportCommand: ParsableCommand {
    /// Help, with examples and the exit codes.
    public static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report on collected logs: what is done, what is left to do, and why.",
        discussion: """
            FILE is what unloop log collect made. An inventory is a CSV file from ConfigMgr, Intune, Active Directory or a
            spreadsheet: machines are matched by UUID, serial number or name.

            EXAMPLES
              unloop log report fleet.sqlite                                 a summary on the terminal
              unloop log report fleet.sqlite --output report.html            a page to look at, print and pass on
              unloop log report fleet.sqlite --inventory ad.csv --output todo.csv --bom   all machines, for Excel

            EXIT CODES
              0   the report was made
              1   the collection or an inventory could not be read; the message names it
              64  the command line cannot be understood
            """)

    @Argument(help: "The collection.", completion: .file(extensions: ["sqlite"]))
    var file: String

    @Option(help: "table, csv, json, html or markdown; without it what the name of --output ends with, or table.")
    var format: ReportFormat?

    @Option(
        help: ArgumentHelp("The machines that there are, as CSV. May be given more than once.", valueName: "file"),
        completion: .file(extensions: ["csv", "txt"]))
    var inventory: [String] = []

    @Option(
        name: .customLong("column"),
        help: ArgumentHelp(
            "Where an inventory has what: name, serial, uuid or site, =, and a header or number.", valueName: "column=…"
        ))
    var columns: [InventoryColumnOption] = []

    @Option(help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(help: "Begin CSV with a byte order mark, so that Excel knows it is UTF-8.")
    var bom = false

    /// Made by the argument parser.
    public init() {}

    /// Whether the options fit together.
    public func validate() throws {
        if Set(columns.map(\.column)).count < columns.count {
            throw ValidationError("--column: a column is named twice.")
        }
        if bom, chosenFormat != .csv { throw ValidationError("--bom is for --format csv.") }
    }

    /// Reads the collection, makes the report, and prints or writes it.
    public func run() throws {
        let progress = TerminalProgress(isQuiet: !StandardError.isTerminal)
        var listed: Inventory?
        for path in inventory {
            let bytes = try KeySources.content(of: path)
            let named = Dictionary(columns.map { ($0.column, $0.header) }) { first, _ in first }
            listed = listed ?? Inventory()
            listed?.add(try InventoryReader.read(bytes, file: path, columns: named))
        }
        let report = try progress.step("Reading \(displaySafe(file))") {
            try FleetReport(FleetDatabase.reading(file), inventory: listed)
        }
        let bytes = chosenFormat.render(report, byteOrderMark: bom)
        guard let output else {
            FileHandle.standardOutput.write(Data(bytes))
            return
        }
        // Whole or not at all: a page that somebody has open is not pulled away.
        try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
        StandardError.write(report.headlines.first.map { "\(displaySafe(output)): \($0)\n" } ?? "")
    }

    private var chosenFormat: ReportFormat {
        format ?? output.flatMap { ReportFormat(extension: ($0 as NSString).pathExtension) } ?? .table
    }
}

/// `name=Computer`.
struct InventoryColumnOption: ExpressibleByArgument {
    let column: InventoryColumn
    let header: String

    init?(argument: String) {
        let sides = argument.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, let column = InventoryColumn(rawValue: String(sides[0])) else { return nil }
        self.column = column
        header = String(sides[1])
    }
}

public import ArgumentParser
public import FleetReport
internal import FleetStore
internal import Foundation
internal import RecoveryLog
internal import Vocabulary

/// `unloop log report`: which machines of a collection are done, which are not, why, and what is left to do.
struct LogReportCommand: UnloopSubcommand {
    static let verb = Verb.logReport
    static let configuration = CommandConfiguration(
        commandName: verb.name,
        abstract: "Report on collected logs: what is done, what is left to do, and why.",
        discussion: verb.help(
            """
            FILE is what "unloop log collect" made. An inventory is a CSV file from ConfigMgr, Intune, Active Directory or a \
            spreadsheet: machines are matched by UUID, serial number or name.
            """,
            examples: """
                  unloop log report fleet.sqlite                                 a summary on the terminal
                  unloop log report fleet.sqlite --output report.html            a page to look at, print and pass on
                  unloop log report fleet.sqlite --inventory ad.csv --output todo.csv --bom   all machines, for Excel
                """))

    @Argument(help: "The collection.", completion: .file(extensions: ["sqlite"]))
    var file: String

    @Option(help: "The format. (default: that of the name of --output, or table)")
    var format: ReportFormat?

    @Option(
        help: ArgumentHelp("A list of your machines, as CSV; may be given more than once.", valueName: "file"),
        completion: .file(extensions: ["csv", "txt"]))
    var inventory: [String] = []

    @Option(
        name: .customLong("column"),
        help: ArgumentHelp(
            "Which column of an inventory has what: \(InventoryColumn.list), then = and its header or number.",
            valueName: "column=header"))
    var columns: [InventoryColumnOption] = []

    @Option(help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(help: "Begin CSV with a byte order mark, so that Excel knows it is UTF-8.")
    var bom = false

    @OptionGroup var common: CommonOptions

    /// Whether the options fit together.
    func validate() throws {
        if Set(columns.map(\.column)).count < columns.count {
            throw ValidationError("--column: a column is given twice.")
        }
        if bom, chosenFormat != .csv { throw ValidationError("--bom is for --format csv.") }
    }

    /// Reads the collection, makes the report, and prints or writes it.
    func run() throws {
        // Whole lines between those of a table would not help anyone.
        let isQuiet = common.quiet || !common.console.isTerminal
        let progress = TerminalProgress(Console(isQuiet: isQuiet, isVerbose: common.verbose))
        var listed: Inventory?
        for path in inventory {
            let bytes = try CommandFile.content(of: path, limit: Self.largestInventory)
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
        try CommandFile.write(bytes, to: output)
        if let headline = report.headlines.first { common.console.note("\(output): \(headline)") }
    }

    private var chosenFormat: ReportFormat {
        format ?? output.flatMap { ReportFormat(fileExtension: ($0 as NSString).pathExtension) } ?? .table
    }

    /// In bytes.
    private static let largestInventory = 256 << 20
}

extension ReportFormat: ExpressibleByArgument {}

extension InventoryColumn {
    fileprivate static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
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

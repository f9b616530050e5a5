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
            FILE is what "unloop log collect" made. An inventory is a list of your machines from ConfigMgr, Intune, Active \
            Directory or a spreadsheet, as CSV or .xlsx. A row counts as done only if it is certain which record is its own; \
            what is not certain is listed with the row and the record.

            For Excel, use --excel: it adds a byte order mark and keeps numbers such as 00123 as they are. Where Excel writes \
            fractions with a comma (Germany, France, …), add --separator semicolon.
            """,
            examples: """
                  unloop log report fleet.sqlite                                 a summary on the terminal
                  unloop log report fleet.sqlite --output report.html            a page to look at, print and pass on
                  unloop log report fleet.sqlite --inventory ad.csv --output todo.csv --excel   all machines, for Excel
                """))

    @Argument(help: "The collection.", completion: .file(extensions: ["sqlite"]))
    var file: String

    @Option(help: "The format. (default: that of the name of --output, or table)")
    var format: ReportFormat?

    @Option(
        help: ArgumentHelp("A list of your machines, as CSV or .xlsx; may be given more than once.", valueName: "file"),
        completion: .file(extensions: ["csv", "txt", "tsv", "xlsx", "zip"]))
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

    @Flag(help: "CSV for Excel: with a byte order mark, and numbers that are text, such as 00123, as =\"00123\".")
    var excel = false

    @Option(
        help: ArgumentHelp("What separates the cells of CSV: comma, semicolon or tab.", valueName: "separator"),
        completion: .list(CSVStyle.Separator.allCases.map(\.rawValue)))
    var separator: CSVStyle.Separator?

    @OptionGroup var common: CommonOptions

    /// Whether the options fit together.
    func validate() throws {
        if Set(columns.map(\.column)).count < columns.count {
            throw ValidationError("--column: a column is given twice.")
        }
        for (isGiven, name) in [(bom, "--bom"), (excel, "--excel"), (separator != nil, "--separator")] {
            if isGiven, chosenFormat != .csv { throw ValidationError("\(name) is for --format csv.") }
        }
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
            let machines = try InventoryReader.read(bytes, file: path, columns: named) {
                common.console.note(displaySafe($0, limit: 400))
            }
            listed?.add(machines)
        }
        let report = try progress.step("Reading \(displaySafe(file))") {
            try FleetReport(FleetDatabase.reading(file), inventory: listed)
        }
        let style = CSVStyle(separator: separator ?? .comma, byteOrderMark: bom || excel, keepsTexts: excel)
        let bytes = chosenFormat.render(report, csv: style)
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

extension CSVStyle.Separator: ExpressibleByArgument {
    /// A separator by its name or as the character itself.
    public init?(argument: String) {
        let separator = Self.allCases.first { $0.rawValue == argument || [$0.byte] == Array(argument.utf8) }
        guard let separator else { return nil }
        self = separator
    }
}

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

/// The formats of a report.
public enum ReportFormat: String, CaseIterable, Sendable {
    /// For a terminal.
    case table
    /// All machines, for spreadsheets.
    case csv
    /// Everything, for programs.
    case json
    /// A page to look at, print and pass on.
    case html
    /// For wikis and tickets.
    case markdown

    /// The format of a file by what its name ends with; nil where that says nothing.
    public init?(fileExtension: String) {
        let name = fileExtension.lowercased()
        guard let format = Self.allCases.first(where: { $0.fileExtensions.contains(name) }) else { return nil }
        self = format
    }

    /// What the names of such files end with.
    private var fileExtensions: [String] {
        switch self {
        case .table: ["txt"]
        case .csv: ["csv"]
        case .json: ["json"]
        case .html: ["html", "htm"]
        case .markdown: ["md", "markdown"]
        }
    }

    /// The report in this format, in UTF-8.
    ///
    /// - Parameter style: how CSV is written.
    public func render(_ report: FleetReport, csv style: CSVStyle = CSVStyle()) -> [UInt8] {
        switch self {
        case .table: Array(ReportTable.render(report).utf8)
        case .csv: ReportCSV.render(report, style)
        case .json: ReportJSON.render(report)
        case .html: ReportHTML.render(report)
        case .markdown: Array(ReportMarkdown.render(report).utf8)
        }
    }
}

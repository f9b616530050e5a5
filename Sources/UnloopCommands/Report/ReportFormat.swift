internal import ArgumentParser
internal import FleetReport

/// The forms of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json, html, markdown

    /// The form of a file by what its name ends with.
    init?(extension text: String) {
        switch text.lowercased() {
        case "html", "htm": self = .html
        case "csv": self = .csv
        case "json": self = .json
        case "md", "markdown": self = .markdown
        case "txt": self = .table
        default: return nil
        }
    }

    func render(_ report: FleetReport, byteOrderMark: Bool) -> [UInt8] {
        switch self {
        case .table: Array(ReportTable.render(report).utf8)
        case .csv: ReportCSV.render(report, byteOrderMark: byteOrderMark)
        case .json: ReportJSON.render(report)
        case .html: ReportHTML.render(report)
        case .markdown: Array(ReportMarkdown.render(report).utf8)
        }
    }
}

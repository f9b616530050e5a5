internal import FleetReport
internal import RecoveryLog
internal import Vocabulary

/// A report as tables for a terminal. What comes from disks is made safe to print.
enum ReportTable {
    /// The most rows of a table; how many more there are is told.
    static let maximumRows = 40

    static func render(_ report: FleetReport) -> String {
        var text = report.headlines.map { $0 + "\n" }.joined()
        if let asOf = report.asOf { text += "As of \(displaySafe(asOf)).\n" }
        for section in report.sections {
            let rows = section.rows.prefix(maximumRows).map { $0.map(cell) }
            text += "\n\(section.title)\n"
            text += TextTable.render([section.columns.map { $0.uppercased() }] + rows)
            let more = section.rows.count - maximumRows
            if more > 0 { text += "… and \(more) more\n" }
        }
        return text
    }

    private static func cell(_ cell: ReportSection.Cell) -> String {
        switch cell {
        case .words(let text): text
        case .foreign(let text): text.isEmpty ? "-" : displaySafe(text, limit: 80)
        case .number(let number): String(number)
        case .state(let state): state.title
        case .none: "-"
        }
    }
}

internal import RecoveryLog
internal import TextTables
internal import Vocabulary

/// A report as tables for a terminal. What comes from disks is made safe to print.
public enum ReportTable {
    /// The most rows of a table, and of one of machines that need work: each of their lines says what to do.
    static let maximumRows = 40
    static let maximumWork = 1000

    /// The headlines, then each section with its first rows.
    public static func render(_ report: FleetReport) -> String {
        var text = report.headlines.map { $0 + "\n" }.joined()
        if let asOf = report.asOf { text += "As of \(displaySafe(asOf)).\n" }
        for section in report.sections {
            let shown = section.isWork ? maximumWork : maximumRows
            let rows = section.rows.prefix(shown).map { $0.map { cell($0, isWork: section.isWork) } }
            text += "\n\(section.title)\n"
            text += TextTable.render([section.columns.map { $0.uppercased() }] + rows)
            let more = section.rows.count - shown
            if more > 0 { text += "… and \(more) more: --format csv lists every machine\n" }
        }
        return text
    }

    /// What to do is never cut short.
    private static func cell(_ cell: ReportSection.Cell, isWork: Bool) -> String {
        switch cell {
        case .words(let text): text
        case .foreign(let text): text.isEmpty ? "-" : displaySafe(text, limit: isWork ? 400 : 80)
        case .number(let number): String(number)
        case .state(let state): state.title
        case .none: "-"
        }
    }
}

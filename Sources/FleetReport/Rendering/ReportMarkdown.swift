internal import RecoveryLog
internal import Vocabulary

/// A report as Markdown (GitHub's, with tables), short enough for a ticket.
public enum ReportMarkdown {
    /// The most rows of a table; a line says how many more there are.
    public static let maximumRows = 20
    private static let maximumCell = 200

    /// The report. Text from disks stands in code spans, where it is neither markup nor a mention nor a link.
    public static func render(_ report: FleetReport) -> String {
        var text = "# Recovery of the fleet\n\n"
        if let asOf = report.asOf { text += "As of \(code(shortTime(asOf))) UTC.\n\n" }
        text += report.headlines.map { "- \($0)\n" }.joined()
        for section in report.sections {
            text += "\n## \(section.title)\n\n\(section.note)\n\n"
            text += row(section.columns)
            text += row(section.columns.indices.map { isNumeric(section, $0) ? "---:" : "---" })
            for cells in section.rows.prefix(maximumRows) { text += row(cells.map(cell)) }
            let more = section.rows.count - maximumRows
            if more > 0 { text += "\n… and \(more) more.\n" }
        }
        return text
    }

    private static func isNumeric(_ section: ReportSection, _ column: Int) -> Bool {
        if case .number = section.rows.first?[column] { return true }
        return false
    }

    private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

    private static func cell(_ cell: ReportSection.Cell) -> String {
        switch cell {
        case .words(let text): text
        case .foreign(let text): code(text)
        case .number(let number): String(number)
        case .state(let state): state.title
        case .none: "-"
        }
    }

    /// A code span (CommonMark 0.31.2, section 6.1): its fence has more backticks than any run within. In a table a
    /// vertical bar is escaped also there (GitHub Flavored Markdown, section 4.10).
    private static func code(_ text: String) -> String {
        let safe = displaySafe(text, limit: maximumCell).replacing("|", with: "\\|")
        if safe.isEmpty { return "-" }
        var longest = 0
        var current = 0
        for character in safe {
            current = character == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let pad = safe.hasPrefix("`") || safe.hasSuffix("`") || safe.hasPrefix(" ") && safe.hasSuffix(" ") ? " " : ""
        return fence + pad + safe + pad + fence
    }
}

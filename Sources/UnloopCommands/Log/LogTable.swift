internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps

/// Logs as a table for a terminal. What comes from a stick is made safe to print.
enum LogTable {
    private static let header = ["TIME", "COMPUTER", "SERIAL", "OUTCOME", "VOLUMES", "REMOVED", "LOG"]

    /// A header line, then a line a log; columns as wide as their longest value.
    static func render(_ summaries: [RecoverySummary]) -> String {
        let rows = [header] + summaries.map(row)
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { text, width in text + String(repeating: " ", count: width - text.count) }
            return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }

    private static func row(_ summary: RecoverySummary) -> [String] {
        let state = summary.isComplete ? "complete" : "cut off"
        return [
            summary.time.map { String($0.description.prefix(19)) + "Z" } ?? "-",
            cell(summary.computers.joined(separator: ", ")),
            cell(summary.serial ?? summary.uuid ?? ""),
            summary.outcome?.rawValue ?? "unknown",
            String(summary.volumes),
            String(summary.removed),
            summary.problems.isEmpty ? state : "\(state), problems: \(summary.problems.count)",
        ]
    }

    private static func cell(_ text: String) -> String { text.isEmpty ? "-" : displaySafe(text, limit: 40) }
}

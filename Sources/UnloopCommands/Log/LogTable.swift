internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps
internal import Vocabulary

/// Logs as a table for a terminal. What comes from a stick is made safe to print.
enum LogTable {
    private static let header = ["TIME", "COMPUTER", "SERIAL", "OUTCOME", "VOLUMES", "REMOVED", "LOG"]

    /// A header line, then a line a log; columns as wide as their longest value.
    static func render(_ summaries: [RecoverySummary]) -> String {
        TextTable.render([header] + summaries.map(row))
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

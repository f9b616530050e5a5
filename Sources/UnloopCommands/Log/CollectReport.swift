internal import FleetStore
internal import JSONCoding
internal import RecoveryLog
internal import TextTables
internal import Vocabulary

/// What came of collecting sources.
struct CollectReport {
    let summaries: [CollectionSummary]

    private static let header = [
        "SOURCE", "KIND", "LOGS", "NEW", "KNOWN", "COMPLETED", "CONFLICTING", "CUT", "DAMAGED", "EDITED",
        "WRONG CLOCK", "REFUSED", "OTHER",
    ]

    /// A line a source; with several, a last line with their sums.
    func table() -> String {
        var rows = summaries.map { [displaySafe($0.source, limit: 60), $0.kind] + numbers(of: $0).map(String.init) }
        if summaries.count > 1 {
            let sums = summaries.map(numbers(of:)).reduce([]) { sums, numbers in
                sums.isEmpty ? numbers : zip(sums, numbers).map(+)
            }
            rows.append(["together", ""] + sums.map(String.init))
        }
        return TextTable.render([Self.header] + rows)
    }

    private func numbers(of summary: CollectionSummary) -> [Int] {
        [
            summary.logs, summary.new, summary.known, summary.completed, summary.conflicting, summary.cut,
            summary.damaged, summary.edited, summary.wrongClocks, summary.refused.count,
            summary.foreign,
        ]
    }

    /// A JSON array with a source a line.
    func json() throws -> String { try OrderedJSON.lines(summaries) }
}

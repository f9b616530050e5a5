import RecoveryLog
import Vocabulary

/// What a machine's screen promises of its log: a step is shown when all before it is on the medium.
struct PowerCutConsole {
    /// How the first line of an event begins.
    private static let heads = [
        "Disk ", "Volume ", "  Unlocked ", "  Windows ", "  Found ", "  Copied ", "  Removed ", "  Verified ",
        "  Outcome ", "  Note ", "====",
    ]

    /// The lines of the text for people that must be on the stick, without empty ones.
    let acknowledged: [String]

    init(acknowledged: [String]) { self.acknowledged = acknowledged }

    init(_ transcript: String) {
        let all = transcript.split(whereSeparator: \.isNewline).map(String.init).drop { !$0.hasPrefix("Unloop ") }
        // The kernel's own lines begin with a time.
        let lines = Array(all.filter { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("[") })
        if let page = lines.firstIndex(where: { $0.hasPrefix("Unloop outcome: ") }) {
            acknowledged = Array(lines[..<page])
        } else if lines.contains(where: { $0.hasPrefix("Volume ") }) {
            // The end has two lines of this kind, and its outcome between them.
            let end = lines.firstIndex { $0.hasPrefix("====") }
            let last = end ?? lines.lastIndex { line in Self.heads.contains { line.hasPrefix($0) } }
            acknowledged = Array(lines[..<(last ?? 0)])
        } else {
            // The stick may not have been there yet; a volume is only looked at when it is.
            acknowledged = []
        }
    }

    /// The first acknowledged line that a log lacks, or has in another place; nil when all are there.
    func firstLost(in events: [LogEvent]) -> String? {
        let there = PlainText.render(events).split(separator: "\n").map(String.init).filter {
            !$0.allSatisfy(\.isWhitespace)
        }
        for (index, line) in acknowledged.enumerated() where index >= there.count || there[index] != line {
            return line
        }
        return nil
    }
}

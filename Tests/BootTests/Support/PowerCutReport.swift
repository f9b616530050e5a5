import Foundation
import Vocabulary

/// What a cut of power has done.
struct PowerCutReport: Sendable {
    let number: Int
    /// The last event that is in the log, or where the run was before the first.
    var phase = "nothing"
    /// The number of writes that a cache could lose.
    var cachedWrites = 0
    /// How many lines of the log were acknowledged.
    var acknowledged = 0
    /// What fsck.vfat found beside the mark that the stick is in use.
    var findings: [String] = []
    /// Whether the bad file was still there.
    var wasThere = false
    /// Whether the file table alone still had it.
    var isHalfRemoved = false
    /// How the next run ended.
    var outcome = "none"
    /// What must not be.
    let failures: [String]

    var line: String {
        let state = failures.isEmpty ? "fine" : "FAILED: \(failures.joined(separator: "; "))"
        let file = wasThere ? "bad file whole" : isHalfRemoved ? "bad file half removed" : "bad file gone"
        let found = findings.isEmpty ? "" : " [fsck: \(findings.joined(separator: " / "))]"
        return "cut \(number): after \(phase), \(cachedWrites) writes in caches, \(acknowledged) lines shown, "
            + "\(file), then \(outcome): \(state)\(found)"
    }

    /// The phases of a run in their order.
    private static let phases = [
        "mount", "start", "disk", "volume", "windows", "match", "copied", "mounted", "removed", "verified",
        "volume-outcome", "end",
    ]

    /// All cuts in a few lines.
    static func summary(_ reports: [PowerCutReport]) -> String {
        let counts = Dictionary(grouping: reports, by: \.phase).mapValues(\.count)
        let names = phases.filter { counts[$0] != nil } + counts.keys.filter { !phases.contains($0) }.sorted()
        let spread = names.map { "\($0) \(counts[$0] ?? 0)" }.joined(separator: ", ")
        let outcomes = Dictionary(grouping: reports, by: \.outcome).mapValues(\.count).sorted { $0.key < $1.key }
        return """
            power cuts: \(reports.count), failures: \(reports.count { !$0.failures.isEmpty })
              cut after: \(spread)
              with writes in caches: \(reports.count { $0.cachedWrites > 0 })
              bad file whole: \(reports.count { $0.wasThere }), gone: \(reports.count { !$0.wasThere && !$0.isHalfRemoved }), \
            half removed: \(reports.count { $0.isHalfRemoved })
              fsck.vfat after the cut: only the dirty mark or nothing \(reports.count { $0.findings.isEmpty }), \
            more \(reports.count { !$0.findings.isEmpty })
              next run: \(outcomes.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
              seed: \(PowerCutPlan.seed)
            """
    }

    /// Writes a line to stderr at once: the tests' own output comes late.
    static func show(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}

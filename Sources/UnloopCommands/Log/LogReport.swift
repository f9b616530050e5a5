internal import Diagnostics
internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps

/// What the logs at some paths say, and what could not be read of them.
struct LogReport {
    /// The logs that were read, by the time of their runs.
    let summaries: [RecoverySummary]
    /// The recovery keys that were used, in the same order.
    let usedKeys: [UsedKey]
    /// One message for each path that could not be read at all.
    let unreadable: [String]

    /// Reads the logs at the paths; none that fails keeps the others from being read.
    init(paths: [String]) {
        var records: [RecoveryRecord] = []
        var unreadable: [String] = []
        for path in paths {
            do throws(RecoveryLogReadError) {
                for log in try RecoveryLogFinder.logs(at: path) {
                    do throws(RecoveryLogReadError) {
                        records.append(try RecoveryLogReader.read(log))
                    } catch {
                        unreadable.append(error.description)
                    }
                }
            } catch {
                unreadable.append(error.description)
            }
        }
        let sorted = records.map { (record: $0, summary: RecoverySummary($0)) }.sorted { left, right in
            (left.summary.time ?? .earliest, left.summary.path) < (right.summary.time ?? .earliest, right.summary.path)
        }
        summaries = sorted.map(\.summary)
        usedKeys = sorted.flatMap { UsedKey.keys(of: $0.record) }
        self.unreadable = unreadable
    }

    /// What a person must know besides the output, a line each.
    var complaints: [String] {
        unreadable + summaries.flatMap { summary in summary.problems.map { "\(summary.path): \($0)" } }
    }

    /// 0 if all logs are whole, 1 if a path could not be read, 2 if a log is incomplete or damaged.
    var exitCode: Int32 {
        if !unreadable.isEmpty { return 1 }
        return summaries.allSatisfy { $0.isComplete && $0.problems.isEmpty } ? 0 : 2
    }

    /// A JSON array with one log, or one used key, a line.
    func json(keysUsed: Bool = false) throws -> String {
        var lines: [String] = []
        if keysUsed {
            for key in usedKeys { lines.append(String(decoding: try OrderedJSON.encode(key), as: UTF8.self)) }
        } else {
            for summary in summaries { lines.append(String(decoding: try OrderedJSON.encode(summary), as: UTF8.self)) }
        }
        return "[" + (lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n") + "]\n"
    }

    /// A table for a terminal.
    func table(keysUsed: Bool = false) -> String {
        keysUsed ? TextTable.render([UsedKey.header] + usedKeys.map(\.row)) : LogTable.render(summaries)
    }
}

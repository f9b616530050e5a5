internal import Diagnostics
internal import RecoveryLog
internal import RecoveryLogReader
internal import Timestamps

/// What the logs at some paths say, and what could not be read of them.
struct LogReport {
    /// The logs that were read, by the time of their runs.
    let summaries: [RecoverySummary]
    /// One message for each path that could not be read at all.
    let unreadable: [String]

    /// Reads the logs at the paths; none that fails keeps the others from being read.
    init(paths: [String]) {
        var summaries: [RecoverySummary] = []
        var unreadable: [String] = []
        for path in paths {
            do throws(RecoveryLogReadError) {
                for log in try RecoveryLogFinder.logs(at: path) {
                    do throws(RecoveryLogReadError) {
                        summaries.append(RecoverySummary(try RecoveryLogReader.read(log)))
                    } catch {
                        unreadable.append(error.description)
                    }
                }
            } catch {
                unreadable.append(error.description)
            }
        }
        self.summaries = summaries.sorted { left, right in
            (left.time ?? .earliest, left.path) < (right.time ?? .earliest, right.path)
        }
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

    /// A JSON array with one log a line.
    func json() throws -> String {
        var lines: [String] = []
        for summary in summaries { lines.append(String(decoding: try OrderedJSON.encode(summary), as: UTF8.self)) }
        return "[" + (lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n") + "]\n"
    }

    /// A table for a terminal.
    func table() -> String { LogTable.render(summaries) }
}

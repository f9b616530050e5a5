internal import Diagnostics
internal import FleetStore
internal import JSONCoding
internal import RecoveryLog
internal import RecoveryLogReader
internal import TextTables
internal import Timestamps

/// What the logs at some paths say, and what could not be read of them.
struct LogReport {
    /// The logs that were read, by the time of their runs.
    let summaries: [RecoverySummary]
    /// The recovery keys that were used, in the same order.
    let usedKeys: [UsedKey]
    /// One message for each path that could not be read at all.
    let unreadable: [String]

    /// What is wrong with media that were read all the same.
    let oddities: [String]

    /// Reads the logs of sources; none that fails keeps the others from being read.
    init(paths: [String]) {
        var found: [Found] = []
        var unreadable: [String] = []
        var oddities: [String] = []
        for path in paths {
            do throws(FleetStoreError) {
                let source = try LogSource.open(path)
                let name = source.name
                var count = 0
                ParallelReading.forEach(of: source) { file in
                    Result { () throws(FleetStoreError) in try Found(file, in: name) }
                } consume: { result in
                    count += 1
                    switch result {
                    case .success(let log): found.append(log)
                    case .failure(let error): unreadable.append(error.description)
                    }
                }
                oddities += source.oddities.map { "\(path): \($0)" }
                if count == 0 { throw source.emptiness }
            } catch {
                unreadable.append(error.description)
            }
        }
        found.sort { left, right in
            (left.summary.time ?? .earliest, left.summary.path) < (right.summary.time ?? .earliest, right.summary.path)
        }
        summaries = found.map(\.summary)
        usedKeys = found.flatMap(\.keys)
        self.unreadable = unreadable
        self.oddities = oddities
    }

    /// What is shown of a log.
    private struct Found: Sendable {
        let summary: RecoverySummary
        let keys: [UsedKey]

        init(_ file: LogFile, in source: String) throws(FleetStoreError) {
            // A source that is a log itself has its own name.
            let path =
                file.name == source ? source : source.hasSuffix("/") ? source + file.name : "\(source)/\(file.name)"
            let record = RecoveryLogReader.parse(try file.read(), path: path)
            summary = RecoverySummary(record)
            keys = UsedKey.keys(of: record)
        }
    }

    /// What a person must know besides the output, a line each.
    var complaints: [String] {
        unreadable + oddities + summaries.flatMap { summary in summary.problems.map { "\(summary.path): \($0)" } }
    }

    /// Failed if a path could not be read, incomplete if a log is cut off or damaged.
    var status: ExitStatus {
        if !unreadable.isEmpty { return .failed }
        return summaries.allSatisfy { $0.isComplete && $0.problems.isEmpty } ? .done : .incomplete
    }

    /// A JSON array with one log, or one used key, a line.
    func json(keysUsed: Bool = false) throws -> String {
        keysUsed ? try OrderedJSON.lines(usedKeys) : try OrderedJSON.lines(summaries)
    }

    /// A table for a terminal.
    func table(keysUsed: Bool = false) -> String {
        keysUsed ? TextTable.render([UsedKey.header] + usedKeys.map(\.row)) : LogTable.render(summaries)
    }
}

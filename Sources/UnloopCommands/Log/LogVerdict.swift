internal import Diagnostics
internal import FleetStore
internal import RecoveryLog
internal import RecoveryLogReader
internal import TextTables
internal import Vocabulary

/// Whether the lines of a log follow from each other.
struct LogVerdict: Codable, Equatable, Sendable {
    enum State: String, Codable, Sendable, CaseIterable {
        case consistent, cut, damaged, edited, unchained
        case noLog = "no log"

        /// The state in a table: what the hashes prove, and no more.
        var title: String { self == .consistent ? "consistent, not signed" : rawValue }
    }

    let source: String
    let log: String
    /// The identifier of the run.
    let run: String?
    let state: State
    /// The first line, from 1, that was changed or lost.
    let line: Int?
    /// What cannot be read, as `line 7: …`; why a file is no log.
    let problems: [String]

    init(_ file: LogFile, in source: String) {
        self.source = source
        log = file.name
        do throws(FleetStoreError) {
            let record = try file.record().record
            run = record.start?.run
            problems = record.problems.map { "line \($0.line): \($0.what)" }
            let verdict: (state: State, line: Int?) =
                switch record.chain {
                case _ where record.records.isEmpty: (.noLog, nil)
                case .whole: (.consistent, nil)
                case .cut: (.cut, nil)
                case .edited(let line): (.edited, line)
                case .damaged(let line): (.damaged, line)
                case .unchained: (.unchained, nil)
                }
            (state, line) = verdict
        } catch {
            run = nil
            state = .noLog
            line = nil
            problems = [error.message]
        }
    }

    /// Whether the log is complete, and all of it could be read.
    var isFlawless: Bool { state == .consistent && problems.isEmpty }

    /// How many logs are what, then a line for each that is not flawless.
    static func table(_ verdicts: [LogVerdict]) -> String {
        let counts = State.allCases.compactMap { state -> [String]? in
            let count = verdicts.count { $0.state == state }
            return count == 0 ? nil : [state.title, String(count)]
        }
        let rest = verdicts.filter { !$0.isFlawless }
        let rows = rest.map { verdict in
            [
                verdict.state.title, verdict.line.map(String.init) ?? "-", displaySafe(verdict.source, limit: 60),
                displaySafe(verdict.log, limit: 100), displaySafe(verdict.problems.first ?? "-", limit: 100),
            ]
        }
        let table = TextTable.render([["STATE", "LOGS"]] + counts)
        return rest.isEmpty
            ? table : table + "\n" + TextTable.render([["STATE", "LINE", "SOURCE", "LOG", "PROBLEM"]] + rows)
    }
}

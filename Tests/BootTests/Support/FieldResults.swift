import Foundation
import RecoveryLog
import RecoveryLogReader
import Testing
import Vocabulary

/// What the boots of a test came to, for scripts/fieldtest: a line of JSON each in the file that UNLOOP_FIELD_RESULTS
/// names, if it names one.
enum FieldResults {
    private struct Line: Encodable {
        /// The test as `SUITE.FUNCTION`.
        let test: String
        /// From the start of the machine to its outcome.
        var seconds: Double?
        /// The last page, line by line.
        var page: [String]?
        var results: [Result] = []
    }

    private struct Result: Encodable {
        let outcome: String
        let reason: String
    }

    static func note(_ page: FinalPage, after duration: Duration) {
        let lines = page.text.split(whereSeparator: \.isNewline).map(String.init)
        let results = page.code.map { [Result(outcome: page.outcome, reason: $0)] } ?? []
        write(Line(test: test, seconds: duration / .seconds(1), page: lines, results: results))
    }

    static func note(_ log: RecoveryRecord) {
        var results = log.volumeOutcomes.map { Result(outcome: $0.outcome.rawValue, reason: $0.code) }
        if let end = log.end { results.append(Result(outcome: end.outcome.rawValue, reason: end.code)) }
        write(Line(test: test, results: results))
    }

    private static var test: String {
        guard let id = Test.current?.id else { return "" }
        // MODULE.SUITE/FUNCTION(LABELS)/FILE:LINE:COLUMN
        let parts = "\(id)".split(separator: "/")
        guard parts.count > 1, let suite = parts[0].split(separator: ".").last,
            let function = parts[1].split(separator: "(").first
        else { return "\(id)" }
        return "\(suite).\(function)"
    }

    private static func write(_ line: Line) {
        guard let path = ProcessInfo.processInfo.environment["UNLOOP_FIELD_RESULTS"],
            let data = try? JSONEncoder().encode(line), let file = fopen(path, "a")
        else { return }
        defer { fclose(file) }
        let bytes = [UInt8](data) + [UInt8(ascii: "\n")]
        fwrite(bytes, 1, bytes.count, file)
    }
}

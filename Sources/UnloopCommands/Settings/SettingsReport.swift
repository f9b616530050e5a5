internal import Diagnostics
internal import RecoveryLog
internal import RunSettings
internal import Vocabulary

/// What files of settings come to, for people and for programs.
struct SettingsReport {
    /// A file, or the words of a command line, as a run would have it.
    struct Reading {
        let name: String
        let settings: RunSettings
    }

    private let readings: [Reading]
    private let hasSummary: Bool

    init(_ readings: [Reading], hasSummary: Bool) {
        self.readings = readings
        self.hasSummary = hasSummary
    }

    /// What is wrong, a line each.
    var complaints: [String] { readings.flatMap { $0.settings.problems.map(\.description) } }

    /// 0 if all is well, 1 if a file cannot be read, 2 if there are mistakes.
    var exitCode: Int32 {
        let problems = readings.flatMap(\.settings.problems)
        if problems.contains(where: { $0.code == .unreadable }) { return 1 }
        return problems.isEmpty ? 0 : 2
    }

    /// A line for each file; with a summary, one for each setting of each file.
    func table() -> String {
        guard hasSummary else {
            let rows = readings.map { [displaySafe($0.name), "\($0.settings.problems.count)"] }
            return TextTable.render([["FILE", "MISTAKES"]] + rows)
        }
        return readings.map { reading in
            let rows = reading.settings.summary.map { row in
                [row.key.rawValue, displaySafe(row.value), displaySafe(row.origin)]
            }
            return TextTable.render([["SETTING", "VALUE", "FROM"]] + rows)
        }.joined(separator: "\n")
    }

    /// A JSON array with one file a line.
    func json() throws -> String {
        var lines: [String] = []
        for reading in readings {
            lines.append(String(decoding: try OrderedJSON.encode(FileRow(reading, hasSummary)), as: UTF8.self))
        }
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }

    private struct FileRow: Encodable {
        let file: String
        let problems: [ProblemRow]
        let settings: [SettingRow]?

        init(_ reading: Reading, _ hasSummary: Bool) {
            file = reading.name
            problems = reading.settings.problems.map(ProblemRow.init)
            settings = hasSummary ? reading.settings.summary.map(SettingRow.init) : nil
        }
    }

    private struct ProblemRow: Encodable {
        let code: String
        let setting: String?
        let line: Int?
        let message: String

        init(_ problem: RunSettingsError) {
            code = problem.code.rawValue
            setting = problem.key?.rawValue
            line = problem.source.line
            message = problem.message
        }
    }

    private struct SettingRow: Encodable {
        let setting: String
        let value: String
        /// `default`, `file` or `command-line`.
        let source: String
        let line: Int?
        /// Whether the value takes the place of one that is not understood.
        let fallback: Bool

        init(_ row: RunSettings.Row) {
            setting = row.key.rawValue
            value = row.value
            source = row.source.kind
            line = row.source.line
            fallback = row.isFallback
        }
    }
}

extension SettingSource {
    fileprivate var kind: String {
        switch self {
        case .preset: "default"
        case .file: "file"
        case .commandLine: "command-line"
        }
    }

    fileprivate var line: Int? { if case .file(_, let line) = self { line } else { nil } }
}

internal import ArgumentParser
internal import FleetReport
internal import Foundation
internal import RunSettings
internal import TestSupport
internal import Testing

@testable internal import UnloopCommands

/// The tables of the guides say what the code says. Where one does not, the failure has the text that should stand there.
@Suite("The tables of the guides")
struct TableTests {
    private static let catalog = "Documentation/Unloop.docc"

    @Test("Settings and their defaults are those of a run without a file")
    func settings() throws {
        let rows = try Self.cells(of: Document("\(Self.catalog)/Settings.md").table(below: "unloop.yaml"))
        #expect(rows.map { $0[0] } == SettingKey.allCases.map { "`\($0.rawValue)`" })
        let defaults = RunSettings().summary.map { row in
            ["none", "all built in"].contains(row.value) ? row.value : "`\(row.value)`"
        }
        #expect(rows.map { $0[2] } == defaults)
    }

    @Test("Commands are all there are, in the order of the help")
    func commands() throws {
        let rows = try Self.cells(of: Document("\(Self.catalog)/Commands.md").table(below: "Commands"))
        #expect(rows.map { $0[0] } == CommandTree.all.filter(\.isLeaf).map { "`\($0.name)`" })
    }

    @Test("Exit codes are those of the help")
    func exitCodes() throws {
        var rows = ["| command | code | means |", "|---|---|---|"]
        for command in CommandTree.all where command.isLeaf {
            for (code, meaning) in Self.exitCodes(of: command) {
                rows.append("| `\(command.name)` | \(code) | \(meaning) |")
            }
        }
        try Self.expect(rows, below: "Exit codes", in: "\(Self.catalog)/Commands.md")
    }

    @Test("Forms of the report are those of --format")
    func reportForms() throws {
        let document = try Document("\(Self.catalog)/LogsAndReports.md")
        let rows = Self.cells(of: document.table(below: "From a bag of sticks to one answer"))
        #expect(rows.map { $0[0] } == ReportFormat.allCases.map { "`\($0.rawValue)`" })
    }

    @Test("Boot menu entries are those of the template")
    func bootMenu() throws {
        let url = Fixtures.packageRoot.appendingPathComponent("ImageTemplates/rescue/template.yaml")
        let template = try String(contentsOf: url, encoding: .utf8)
        let titles = template.matches(of: /(?:- title|start-from-disk): (.+)/).map { String($0.1) }
        let rows = try Self.cells(of: Document("\(Self.catalog)/Settings.md").table(below: "Boot menu"))
        #expect(!titles.isEmpty && rows.map { $0[0] } == titles)
    }

    @Test("Modules are the folders of Sources")
    func modules() throws {
        let folder = Fixtures.packageRoot.appendingPathComponent("Sources").path
        let modules = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
        let rows = try Self.cells(of: Document("\(Self.catalog)/Architecture.md").table(below: "Modules"))
        let named = rows.flatMap { $0[0].matches(of: /`([^`]+)`/).map { String($0.1) } }
        #expect(named.sorted() == modules.sorted())
    }

    // MARK: Reading

    /// Compares a table with the text that it should be.
    static func expect(_ rows: [String], below heading: String, in path: String) throws {
        let written = try Document(path).table(below: heading)
        #expect(written == rows, "\(path), \(heading): the table should be\n\(rows.joined(separator: "\n"))")
    }

    /// The same for a table of columns with names, and rows of cells.
    static func expect(_ columns: [String], _ rows: [[String]], below heading: String, in path: String) throws {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let rule = "|" + columns.map { _ in "---|" }.joined()
        try expect([line(columns), rule] + rows.map(line), below: heading, in: path)
    }

    /// The cells of a table's rows below its head.
    static func cells(of table: [String]) -> [[String]] {
        table.dropFirst(2).map { row in
            row.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// The lines below EXIT CODES in the help of a command; lines that go on are joined.
    private static func exitCodes(of command: CommandTree) -> [(code: Int, meaning: String)] {
        let lines = command.help.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(of: "EXIT CODES") else { return [] }
        var codes: [(code: Int, meaning: String)] = []
        for line in lines[(start + 1)...].prefix(while: { $0.hasPrefix("  ") }) {
            if let found = try? /^ {2}(\d+) +(.+)$/.wholeMatch(in: line), let code = Int(found.1) {
                codes.append((code, String(found.2)))
            } else if let last = codes.popLast() {
                codes.append((last.code, last.meaning + " " + line.trimmingCharacters(in: .whitespaces)))
            }
        }
        return codes
    }
}

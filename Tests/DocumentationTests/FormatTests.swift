internal import FleetReport
internal import FleetStore
internal import Foundation
internal import GRDB
internal import TestSupport
internal import Testing

/// The descriptions of formats beside the code name what is written, no less and no more.
@Suite("The descriptions of formats")
struct FormatTests {
    private static let log = "Sources/RecoveryLog/Schema/README.md"
    private static let collection = "Sources/FleetStore/Schema/README.md"
    private static let report = "Sources/FleetReport/Schema/README.md"

    @Test("Events and their members are those of the log's schema")
    func events() throws {
        let url = Fixtures.packageRoot.appendingPathComponent("Sources/RecoveryLog/Schema/unloop-log-1.schema.json")
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        let kinds = try #require(schema["oneOf"] as? [[String: String]]).compactMap {
            $0["$ref"]?.replacing("#/$defs/event-", with: "")
        }
        let rows = TableTests.cells(of: try Document(Self.log).table(below: "Events"))
        #expect(rows.map { $0[0] } == kinds.map { "`\($0)`" })
        for row in rows {
            let members = definitions["event-" + row[0].filter { $0 != "`" }]?["properties"] as? [String: Any] ?? [:]
            let own = Set(members.keys).subtracting(["event", "time", "sequence", "hash"])
            #expect(Self.words(row[2]) == own, "\(row[0]): \(own.sorted().joined(separator: " "))")
        }
    }

    @Test("Views of a collection have the columns that are described")
    func views() throws {
        let rows = TableTests.cells(of: try Document(Self.collection).table(below: "The collection"))
        let described = Dictionary(rows.map { ($0[0], $0[2]) }) { first, _ in first }
        let views = try FleetDatabase.inMemory().queue.read { database in
            let names = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
            return try names.map { name in
                (name, try database.columns(in: name).map { "`\($0.name)`" }.joined(separator: " "))
            }
        }
        #expect(Set(described.keys) == Set(views.map { "`\($0.0)`" }))
        for (name, columns) in views {
            #expect(described["`\(name)`"] == columns, "\(name) has \(columns)")
        }
    }

    @Test("Columns of the report's CSV are those that are described")
    func columns() throws {
        let document = try Document(Self.report)
        let section = document.lines.drop { $0 != "## CSV" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        let paragraph = section.drop { !$0.hasPrefix("`computer`") }.prefix { !$0.isEmpty }.joined(separator: " ")
        let columns = paragraph.replacing(/\([^)]*\)/, with: "").matches(of: /`([^`]+)`/).map { String($0.1) }
        #expect(columns == ReportCSV.columns)
    }

    @Test("Members of the report's JSON are those that are described")
    func members() throws {
        let report = try FleetReport(FleetDatabase.inMemory())
        let object = try JSONSerialization.jsonObject(with: Data(ReportJSON.render(report))) as? [String: Any]
        let written = Set(try #require(object).keys)
        let rows = TableTests.cells(of: try Document(Self.report).table(below: "JSON"))
        let described = Set(rows.map { $0[0].filter { $0 != "`" } })
        // A collection of nothing has no newest moment, and no inventory was given.
        #expect(described.subtracting(written).subtracting(["asOf", "inventory"]) == [])
        #expect(written.subtracting(described) == [])
    }

    private static func words(_ cell: String) -> Set<String> {
        Set(cell.matches(of: /`([^`]+)`/).map { String($0.1) })
    }
}

internal import FleetStore
import Foundation
internal import GRDB

@testable internal import FleetReport

/// A collection in which every text is an attempt at whoever shows it. (A NUL
/// ends a text for SQLite's C interface.)
struct HostileFleet {
    static let names = [
        "<script>window.started=1</script>", "</script><script>window.started=1</script>", "<!--<script>",
        "<img src=x onerror=\"window.started=1\">", "\" onmouseover=\"window.started=1\" x=\"",
        "</title></style><svg onload=window.started=1>",
        "&lt;script&gt;window.started=1&lt;/script&gt;", "line\u{2028}separator\u{2029}",
        "bell\u{7}escape\u{1B}[31m",
        "\u{202E}gnp.exe\u{2066}", "zero\u{200B}width", "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
        "\u{FF1D}1+1", "a;=1+1", "a,=1", "a|+1", "a; \u{A0}-1", "a;\"=1\";@x", "a\t=1", "comma,quote\"semicolon;",
        "pipe | `tick` *star* [link](http://example.invalid) @all #1",
        String(repeating: "W", count: 65_536), String(repeating: "<b>", count: 20_000),
        String(repeating: "`", count: 300),
        "שלום", "e\u{301}\u{302}\u{303}\u{304}", "{{7*7}}${7*7}",
    ]

    let path: String

    init(in folder: URL) throws {
        path = folder.appendingPathComponent("hostile.sqlite").path
        let database = try FleetDatabase.collecting(into: path)
        try database.queue.write { database in
            try database.execute(sql: "INSERT INTO source VALUES (1, '<b>', 'folder', '2024-07-22T08:00:00.000Z')")
            for (number, name) in Self.names.enumerated() {
                let outcomes = ["locked", "failed", "no-windows", "refused", "repaired", "<b>made up</b>", nil]
                let id = number + 1
                try database.execute(
                    sql: "INSERT INTO machine VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                    arguments: [id, "\(id)", name, name, name, name, name])
                try database.execute(
                    sql: """
                        INSERT INTO run(id, run, machine_id, file_name, file_hash, file_size, started, clock_is_wrong, \
                        ordered_at, ended, outcome, code, reason, next, seconds, computer, mode, label, image, \
                        version, firmware, secure_boot, chain, problem_count, source_id, stick_order, line_marks) \
                        VALUES (?, ?, ?, ?, ?, 999, ?, ?, '', 1, ?, ?, ?, ?, ?, NULL, 'repair', ?, ?, ?, ?, ?, ?, 1, \
                        1, NULL, x'')
                        """,
                    arguments: [
                        id, name, id, name, name, name, number % 2, outcomes[number % outcomes.count], name, name, name,
                        number % 3 == 0 ? Int64.max : -1, name, name, name, name, name, name,
                    ])
                try database.execute(sql: "UPDATE machine SET newest_run_id = ? WHERE id = ?", arguments: [id, id])
                try database.execute(
                    sql: "INSERT INTO key_used VALUES (?, 0, ?, ?, ?, ?)", arguments: [id, name, name, name, name])
                try database.execute(
                    sql: "INSERT INTO key_missing VALUES (?, 0, ?, 'recovery-password', ?)",
                    arguments: [id, name, name])
                try database.execute(
                    sql: "INSERT INTO note VALUES (?, 0, 'raid-member', ?, ?)", arguments: [id, name, name])
                try database.execute(sql: "INSERT INTO problem VALUES (?, 0, 1, ?)", arguments: [id, name])
            }
        }
    }

    /// The same texts as sites and names of machines that were never seen.
    func inventory() throws -> Inventory {
        let cells = Self.names.map { "\"\($0.replacingOccurrences(of: "\"", with: "\"\""))\"" }
        let text = "Name,Site\n" + cells.map { "\($0),\($0)\n" }.joined() + cells.map { "x\($0),\($0)\n" }.joined()
        var inventory = Inventory()
        inventory.add(try InventoryReader.read(Array(text.utf8), file: "<i>.csv"))
        return inventory
    }
}

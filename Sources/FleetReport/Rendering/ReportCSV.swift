internal import RecoveryLog
internal import Vocabulary

/// A report as a table for spreadsheets (RFC 4180), a row for each machine, then one for each machine of the inventory that
/// was never seen. `Schema/README.md` describes the columns.
public enum ReportCSV {
    /// The header. New columns are added at the end.
    public static let columns = [
        "computer", "serial", "uuid", "model", "site", "outcome", "done", "code", "reason", "todo", "last_run",
        "clock_is_wrong", "seconds", "runs", "repairs", "in_inventory",
    ]
    /// Characters in a cell: Excel takes 32,767 UTF-16 units.
    private static let maximumCell = 16_000

    /// The table in UTF-8, with CRLF at the ends of rows.
    ///
    /// Characters that do not show become U+FFFD, and before what a spreadsheet would take for a formula stands an
    /// apostrophe.
    ///
    /// - Parameter byteOrderMark: whether it begins with the mark by which Excel knows UTF-8.
    public static func render(_ report: FleetReport, byteOrderMark: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        add(columns, to: &bytes)
        let unlisted = report.inventory.map { Set($0.unlisted.map(\.id)) }
        for machine in report.machines {
            add(
                [
                    machine.computer, machine.serial, machine.uuid, machine.model, machine.site,
                    machine.state.rawValue, machine.state.isDone ? "yes" : "no", machine.code, machine.reason,
                    machine.remedy, machine.time, machine.clockIsWrong ? "yes" : "no", machine.seconds.map(String.init),
                    String(machine.runs), String(machine.repairs),
                    unlisted.map { $0.contains(machine.id) ? "no" : "yes" },
                ], to: &bytes)
        }
        for remaining in report.inventory?.remaining ?? [] where remaining.state == nil {
            let machine = remaining.machine
            add(
                [
                    machine.name, machine.serial, machine.uuid, nil, machine.site, "never-seen", "no", nil, nil,
                    remaining.remedy, nil, nil, nil, "0", "0", "yes",
                ], to: &bytes)
        }
        return bytes
    }

    private static func add(_ cells: [String?], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            if let cell { add(cell, to: &bytes) }
        }
        bytes += [0x0D, 0x0A]
    }

    private static func add(_ cell: String, to bytes: inout [UInt8]) {
        let text = withoutFormulas(displaySafe(cell, limit: maximumCell))
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 < 0x80 && separators.contains(.init($0)) })
        else {
            bytes += text.utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// What spreadsheets take for the end of a cell, by the language of the system or by what was set last. Quotation marks
    /// hide a separator only from one that separates at commas: to others they do not stand at the beginning of a cell.
    private static let separators: Set<Unicode.Scalar> = [",", ";", "\t", "|"]

    /// What makes a formula of a cell (OWASP, CSV Injection). The full-width forms count, because Excel takes them for the
    /// others where East Asian text is set up.
    private static let formulaSigns: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// A text with an apostrophe before each sign that would begin a formula, whatever separates cells.
    private static func withoutFormulas(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isAtStart = true
        for scalar in text.unicodeScalars {
            if isAtStart, formulaSigns.contains(scalar) { result.append("'") }
            isAtStart =
                separators.contains(scalar) || isAtStart && (scalar == "\"" || scalar.properties.isWhitespace)
            result.append(scalar)
        }
        return String(result)
    }
}

internal import RecoveryLog
internal import Vocabulary

/// A report as a table for spreadsheets (RFC 4180), a row for each machine, then one for each machine of the inventory that
/// was never seen or that no record certainly is. `Schema/README.md` describes the columns.
public struct ReportCSV {
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
    public static func render(_ report: FleetReport, _ style: CSVStyle = CSVStyle()) -> [UInt8] {
        var table = ReportCSV(style)
        table.add(columns)
        let listings = report.inventory?.listings(of: report.machines)
        for machine in report.machines {
            table.add(
                [
                    machine.computer, machine.serial, machine.uuid, machine.model, machine.site,
                    machine.state.rawValue, machine.state.isDone ? "yes" : "no", machine.code, machine.reason,
                    machine.remedy, machine.time, machine.clockIsWrong ? "yes" : "no", machine.seconds.map(String.init),
                    String(machine.runs), String(machine.repairs),
                    listings.map { ($0[machine.id] ?? .unlisted).rawValue },
                ])
        }
        for remaining in report.inventory?.remaining ?? [] {
            switch remaining.standing {
            case .open: continue
            case .neverSeen, .unsure: break
            }
            let machine = remaining.machine
            table.add(
                [
                    machine.name, machine.serial, machine.uuid, nil, machine.site, remaining.standing.word, "no", nil,
                    nil, remaining.remedy, nil, nil, nil, "0", "0", "yes",
                ])
        }
        return table.bytes
    }

    private let style: CSVStyle
    private var bytes: [UInt8]

    private init(_ style: CSVStyle) {
        self.style = style
        bytes = style.byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    }

    /// The columns of texts: computer, serial number, UUID, model, site.
    private static let texts = 0..<5

    private mutating func add(_ cells: [String?]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(style.separator.byte) }
            guard let cell else { continue }
            if style.keepsTexts, Self.texts.contains(index), SpreadsheetText.wouldChange(cell) {
                bytes += "\"=\"\"\(cell)\"\"\"".utf8
            } else {
                add(cell)
            }
        }
        bytes += [0x0D, 0x0A]
    }

    private mutating func add(_ cell: String) {
        let text = Self.withoutFormulas(displaySafe(cell, limit: Self.maximumCell))
        let needsQuotes = text.utf8.contains {
            $0 == UInt8(ascii: "\"") || $0 < 0x80 && Self.separators.contains(.init($0))
        }
        guard needsQuotes else {
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

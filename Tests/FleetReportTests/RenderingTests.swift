internal import FleetStore
import Foundation
internal import TestSupport
internal import Testing

@testable internal import FleetReport

@Suite("The report's forms, with hostile texts")
struct RenderingTests {
    private func hostile() throws -> FleetReport {
        try withTemporaryFolder { folder in
            let fleet = try HostileFleet(in: folder)
            return try FleetReport(FleetDatabase.reading(fleet.path), inventory: try fleet.inventory())
        }
    }

    @Test("JSON keeps every text whole, and shows nothing of what does not print")
    func json() throws {
        let report = try hostile()
        let bytes = ReportJSON.render(report)
        #expect(!bytes.contains { $0 < 0x20 && $0 != 0x0A })
        #expect(!String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{202E}"))
        let read = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let machines = read?["machines"] as? [[String: Any]]
        let computers = Set(machines?.compactMap { $0["computer"] as? String } ?? [])
        #expect(computers == Set(HostileFleet.names))
        #expect((read?["totals"] as? [String: Any])?["machines"] as? Int == HostileFleet.names.count)
    }

    @Test("CSV has the cells that it should, no formula and no control character")
    func csv() throws {
        let report = try hostile()
        let bytes = ReportCSV.render(report, byteOrderMark: true)
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let rows = try CSVRows.parse(Array(bytes.dropFirst(3)))
        #expect(rows.first == ReportCSV.columns)
        #expect(rows.allSatisfy { $0.count == ReportCSV.columns.count })
        #expect(rows.count == 1 + report.machines.count + (report.inventory?.neverSeen ?? 0))
        for cell in rows.joined() {
            let first = cell.unicodeScalars.first
            #expect(first.map { !"=+-@\t\r\n\u{FF1D}".unicodeScalars.contains($0) } ?? true, "\(cell.prefix(20))")
            #expect(!cell.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
            #expect(cell.utf16.count <= 32_767)
        }
        #expect(rows.contains { $0.first == "'=cmd|'/c calc'!A1" })
        #expect(rows.contains { $0.first == "comma,quote\"semicolon;" })
    }

    @Test("CSV has no formula, wherever a spreadsheet ends its cells", arguments: [",", ";", "\t", "|"])
    func formulas(separator: Character) throws {
        let rows = String(decoding: ReportCSV.render(try hostile()), as: UTF8.self).split(separator: "\r\n")
        for cell in rows.flatMap({ $0.split(separator: separator) }) {
            let first = cell.unicodeScalars.first { $0 != "\"" && !$0.properties.isWhitespace }
            #expect(
                first.map { !"=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0) } ?? true, "\(cell)")
        }
    }

    @Test("Markdown is tables whose cells stay within them")
    func markdown() throws {
        let text = ReportMarkdown.render(try hostile())
        for line in text.split(separator: "\n") where line.hasPrefix("|") { #expect(line.hasSuffix(" |")) }
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(text.contains("| ``pipe \\| `tick` *star* [link](http://example.invalid) @all #1`` |"))
        #expect(text.utf8.count < 200_000)
    }

    @Test("HTML has no markup of others, and data that end only where they should")
    func html() throws {
        let page = String(decoding: ReportHTML.render(try hostile()), as: UTF8.self)
        #expect(page.components(separatedBy: "<script").count == 3)
        #expect(page.components(separatedBy: "</script").count == 3)
        #expect(!page.contains("<img"))
        #expect(!page.contains("<b>"))
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{2028}" || $0 == "\u{202E}" })
    }
}

@Suite("The page of a large fleet")
struct LargePageTests {
    @Test("Rows in the page are bounded, and all machines are in its data")
    func bounded() throws {
        try withTemporaryFolder { folder in
            let fleet = try SampleFleet(machines: 700, in: folder)
            let page = String(
                decoding: ReportHTML.render(try FleetReport(FleetDatabase.reading(fleet.path))), as: UTF8.self)
            let parts = page.components(separatedBy: "<script id=\"data\" type=\"application/json\">")
            #expect(parts[0].components(separatedBy: "<th scope=\"row\" role=\"rowheader\">").count == 501)
            #expect(parts[0].contains("not the other 200"))
            let json = Data((parts.last?.components(separatedBy: "</script>").first ?? "").utf8)
            let data = try JSONSerialization.jsonObject(with: json) as? [String: Any]
            #expect((data?["machines"] as? [[Int]])?.count == 700)
        }
    }
}

/// RFC 4180, to the letter: another reader than the one that Unloop has.
private enum CSVRows {
    struct Malformed: Error {}

    static func parse(_ bytes: [UInt8]) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var index = 0
        func at(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }
        while index < bytes.count {
            cell = []
            if at(index) == 0x22 {
                index += 1
                while true {
                    guard let byte = at(index) else { throw Malformed() }
                    index += 1
                    if byte != 0x22 { cell.append(byte) } else if at(index) == 0x22 { cell.append(0x22) } else { break }
                    if byte == 0x22 { index += 1 }
                }
            } else {
                while let byte = at(index), byte != 0x2C, byte != 0x0D {
                    guard byte != 0x22, byte != 0x0A else { throw Malformed() }
                    cell.append(byte)
                    index += 1
                }
            }
            row.append(String(decoding: cell, as: UTF8.self))
            if at(index) == 0x2C {
                index += 1
            } else {
                guard at(index) == 0x0D, at(index + 1) == 0x0A else { throw Malformed() }
                index += 2
                rows.append(row)
                row = []
            }
        }
        return rows
    }
}

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
        let bytes = ReportCSV.render(report, CSVStyle(byteOrderMark: true))
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let rows = try CSVRows.parse(Array(bytes.dropFirst(3)))
        #expect(rows.first == ReportCSV.columns)
        #expect(rows.allSatisfy { $0.count == ReportCSV.columns.count })
        let inventory = try #require(report.inventory)
        #expect(rows.count == 1 + report.machines.count + inventory.neverSeen + inventory.unsure)
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

    @Test(
        "No separator that is asked for opens a formula, and every cell stays in its column",
        arguments: CSVStyle.Separator.allCases, [false, true])
    func separators(separator: CSVStyle.Separator, isForExcel: Bool) throws {
        let style = CSVStyle(separator: separator, byteOrderMark: isForExcel, keepsTexts: isForExcel)
        let bytes = ReportCSV.render(try hostile(), style)
        let rows = try CSVRows.parse(Array(bytes.dropFirst(isForExcel ? 3 : 0)), separator: separator.byte)
        #expect(rows.first == ReportCSV.columns && rows.allSatisfy { $0.count == ReportCSV.columns.count })
        // Whatever a spreadsheet takes for the end of a cell. A number kept as text is the only formula.
        let text = String(decoding: bytes, as: UTF8.self).replacing(/"=""[0-9][0-9A-Za-z.:\/+% '-]*"""/, with: "")
        for line in text.split(separator: "\r\n") {
            for cell in line.split(whereSeparator: { ",;\t|".contains($0) }) {
                let first = cell.unicodeScalars.first { $0 != "\"" && !$0.properties.isWhitespace }
                #expect(
                    first.map { !"=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0) } ?? true, "\(cell)"
                )
            }
        }
    }

    @Test("What a spreadsheet would take for a number, a date or a time stays text where Excel is asked for")
    func texts() {
        for text in [
            "00123", "123", "5E12", "12e345", "123456789012345678", "1-2", "3/4", "1.2.2024", "12:30", "7 PM", "50%",
            "1 1/2", "MAR12", "Dez-24", "may 7", "1'000",
        ] { #expect(SpreadsheetText.wouldChange(text), "\(text)") }
        for text in [
            "", "PC-01", "PF123456", "20XW004AGE", "4c4c4544-0032-3110-8052-b4c04f4e3432", "MARTHA", "market7x", "1\"2",
            "1;2", "1,5", "=1", "März 1", "1\u{A0}2", "12\n",
        ] { #expect(!SpreadsheetText.wouldChange(text), "\(text)") }
    }

    @Test(
        "Serial numbers come back whole from the table that is written for Excel",
        arguments: CSVStyle.Separator.allCases)
    func roundTrip(separator: CSVStyle.Separator) throws {
        let serials = ["000123", "5E12", "1-2", "PF123456", "123456789012345678"]
        try withTemporaryFolder { folder in
            let fleet = try SampleFleet(machines: 60, in: folder)
            var report = try FleetReport(FleetDatabase.reading(fleet.path))
            report = report.with(serials)
            let style = CSVStyle(separator: separator, byteOrderMark: true, keepsTexts: true)
            let bytes = ReportCSV.render(report, style)
            #expect(
                String(decoding: bytes, as: UTF8.self).contains(
                    "\"=\"\"000123\"\"\"\(Character(Unicode.Scalar(separator.byte)))"))
            let read = try InventoryReader.read(bytes, file: "todo.csv")
            #expect(read.map(\.serial) == serials.map(Optional.init))
            // Other programs get them as they are.
            let plain = String(decoding: ReportCSV.render(report, CSVStyle(separator: separator)), as: UTF8.self)
            #expect(
                plain.contains(
                    "\(Character(Unicode.Scalar(separator.byte)))000123\(Character(Unicode.Scalar(separator.byte)))"))
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

extension FleetReport {
    /// The report with other serial numbers.
    fileprivate func with(_ serials: [String]) -> FleetReport {
        let changed = zip(machines, serials).map { machine, serial in
            FleetMachine(
                id: machine.id, computer: machine.computer, serial: serial, uuid: machine.uuid, model: machine.model,
                site: machine.site, state: machine.state, code: machine.code, reason: machine.reason,
                remedy: machine.remedy, time: machine.time, clockIsWrong: machine.clockIsWrong,
                seconds: machine.seconds, runs: machine.runs, repairs: machine.repairs)
        }
        return FleetReport(
            asOf: asOf, totals: totals, states: states, reasons: reasons, sites: sites, timeline: timeline,
            throughput: throughput, machines: changed, usedKeys: usedKeys, missingKeys: missingKeys,
            troubledModels: troubledModels, unseenDisks: unseenDisks, doubts: doubts, inventory: inventory)
    }
}

/// RFC 4180, to the letter: another reader than the one that Unloop has.
private enum CSVRows {
    struct Malformed: Error {}

    static func parse(_ bytes: [UInt8], separator: UInt8 = 0x2C) throws -> [[String]] {
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
                while let byte = at(index), byte != separator, byte != 0x0D {
                    guard byte != 0x22, byte != 0x0A else { throw Malformed() }
                    cell.append(byte)
                    index += 1
                }
            }
            row.append(String(decoding: cell, as: UTF8.self))
            if at(index) == separator {
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

import Diagnostics
internal import Testing
import Vocabulary

@testable internal import FleetReport

@Suite("Inventories")
struct InventoryTests {
    private func read(_ text: String, columns: [InventoryColumn: String] = [:]) throws -> [InventoryMachine] {
        try InventoryReader.read(Array(text.utf8), file: "list.csv", columns: columns)
    }

    private func lines(_ machines: [InventoryMachine]) -> [String] {
        machines.map { [$0.name, $0.serial, $0.uuid, $0.site].map { $0 ?? "-" }.joined(separator: "|") }
    }

    @Test(
        "Exports are read as they come",
        arguments: [
            // ConfigMgr
            ("Name0,Netbios_Name0,SerialNumber0,SMBIOS_GUID0\nPC01,PC01,S1,4C4C4544\n", "PC01|S1|4C4C4544|-"),
            // Intune
            ("Device ID,Device name,Serial number,Azure AD Device ID\n1,PC01,S1,2\n", "PC01|S1|-|-"),
            // Active Directory
            (
                "#TYPE Microsoft.ActiveDirectory.Management.ADComputer\n\"DistinguishedName\",\"ObjectGUID\"\n"
                    + "\"CN=PC01,OU=Köln,DC=corp\",\"1\"\n", "PC01|-|-|Köln"
            ),
            // Excel
            (
                "sep=;\r\nRechnername;Seriennummer;Standort\r\nPC01;=\"007\";\"Nord; Ost\"\r\n;;\r\n",
                "PC01|007|-|Nord; Ost"
            ),
            // A list
            ("PC01\n", "PC01|-|-|-"),
        ])
    func exports(text: String, line: String) throws {
        #expect(lines(try read(text)) == [line])
        #expect(lines(try read("\u{FEFF}" + text)) == [line])
        for isLittleEndian in [true, false] {
            let mark: [UInt8] = isLittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
            let units = text.utf16.flatMap { unit in
                isLittleEndian ? [UInt8(unit & 255), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 255)]
            }
            #expect(lines(try InventoryReader.read(mark + units, file: "list.csv")) == [line])
        }
    }

    @Test("Columns are named by header or number")
    func columns() throws {
        let text = "Asset tag,Kennung,Nummer\nA,PC01,S1\n"
        #expect(lines(try read(text, columns: [.name: "kennung", .serial: "3"])) == ["PC01|S1|-|-"])
        let missing = #expect(throws: FleetReportError.self) { try read(text, columns: [.uuid: "GUID"]) }
        #expect(missing?.code == .inventoryColumns)
        #expect(missing?.message.contains("\"uuid\"") == true)
    }

    @Test("What is no inventory is told, with the remedy")
    func refusals() {
        let unknown = #expect(throws: FleetReportError.self) { try read("a,b\n1,2\n") }
        #expect(unknown?.message.contains("--column name=HEADER") == true)
        #expect(#expect(throws: FleetReportError.self) { try read("Name\n") }?.code == .inventoryEmpty)
        #expect(#expect(throws: FleetReportError.self) { try read("") }?.code == .inventoryEmpty)
        #expect(#expect(throws: FleetReportError.self) { try read("PK\u{3}\u{4}") }?.code == .inventoryNotReadable)
    }

    @Test("Two exports of the same machines are one list")
    func merging() throws {
        var inventory = Inventory()
        inventory.add(try read("Name,Serial\nPC01,S1\nPC02,S2\nPC03,System Serial Number\nPC04,System Serial Number\n"))
        inventory.add(try read("DNSHostName,SMBIOS_GUID0,Site\npc01.corp.example,44454C4C-1,Nord\nPC05,,Ost\n"))
        #expect(
            lines(inventory.machines) == [
                "PC01|S1|44454C4C-1|Nord", "PC02|S2|-|-", "PC03|System Serial Number|-|-",
                "PC04|System Serial Number|-|-", "PC05|-|-|Ost",
            ])
        #expect(inventory.duplicateRows == 1)
    }

    @Test("Two exports of one machine are one, whichever comes first, and what is not certain stays apart")
    func mergingChanged() throws {
        let exports = [
            "Name,Serial,UUID\nPC01,000123,\nPC02,S2,\nPC04,S4,\nPC04,S5,\n",
            "Name,Serial,UUID\npc01.corp.example,123,\nPC02,,4c4c4544-0032-3110-8052-b4c04f4e3432\nPC03,S2,\nPC04,,\n",
            "Serial,UUID\nS9,44454c4c-3200-1031-8052-b4c04f4e3432\n",
        ]
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            var inventory = Inventory()
            for number in order { inventory.add(try read(exports[number])) }
            let serials = Set(inventory.machines.map { "\($0.name ?? "-") \($0.serial ?? "-")".lowercased() })
            #expect(serials.contains("pc01 000123") || serials.contains("pc01.corp.example 000123"))
            // PC03 has the number of PC02, S9 the UUID of PC02 and another number, and PC04 without a number may be either.
            #expect(inventory.machines.count == 7 && inventory.duplicateRows == 2, "\(lines(inventory.machines))")
        }
    }

    // MARK: Tables of other places

    @Test("A line sep= names the separator, whichever it is", arguments: [",", ";", "\t", "|", ":", "^"])
    func separatorLine(separator: String) throws {
        for line in ["sep=\(separator)", "SEP=\(separator)", "\"sep=\(separator)\""] {
            let plain = ["Name", "Serial", "Site"].joined(separator: separator) + "\r\n"
            let values = ["PC01", "007", "\"Köln\r\nSüd\""].joined(separator: separator) + "\r\n"
            #expect(lines(try read("\(line)\r\n\(plain)\(values)")) == ["PC01|007|-|Köln\r\nSüd"])
        }
    }

    /// The encodings that spreadsheets and consoles write, with marks and without.
    private static let encodings: [(name: String, encode: @Sendable (String) -> [UInt8])] = [
        ("UTF-8", { Array($0.utf8) }),
        ("UTF-8 with a mark", { [0xEF, 0xBB, 0xBF] + Array($0.utf8) }),
        ("UTF-16", { [0xFF, 0xFE] + $0.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }),
        ("UTF-16, big-endian", { [0xFE, 0xFF] + $0.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }),
        ("UTF-16 without a mark", { $0.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }),
        (
            "Windows-1252",
            { text in
                let special: [Unicode.Scalar: UInt8] = [
                    "€": 0x80, "„": 0x84, "“": 0x93, "’": 0x92, "–": 0x96, "Š": 0x8A,
                ]
                return text.unicodeScalars.map { special[$0] ?? UInt8(truncatingIfNeeded: $0.value) }
            }
        ),
    ]

    @Test("Every encoding, separator, line end and quoting reads as the same rows")
    func dialects() throws {
        let site = "Büro „Nord“ – 2€, Šop’s; 3"
        for (name, encode) in Self.encodings {
            for separator in [",", ";", "\t", "|"] {
                for end in ["\r\n", "\n", "\r"] {
                    let rows = [
                        ["Gerätename", "Seriennummer", "Standort"], ["PC01", "=\"\"007\"\"", site],
                        ["PC02", "'008", "a\(end)b\"\"c"],
                    ]
                    let text = rows.map { $0.map { "\"\($0)\"" }.joined(separator: separator) + end }.joined()
                    let read = try InventoryReader.read(encode(text), file: "list.csv")
                    #expect(
                        lines(read) == ["PC01|007|-|\(site)", "PC02|008|-|a\(end)b\"c"], "\(name), \(separator)")
                }
            }
        }
    }

    @Test("Titles above the header are passed over, and rows that name no machine are told")
    func titles() throws {
        var notes: [String] = []
        let text = "Asset report\n\nMade by,\nName,Serial,Site\nPC01,S1,Nord\n,,Ost\n,,\nPC02,\"S2,West\n,n/a,\n"
        let machines = try InventoryReader.read(Array(text.utf8), file: "list.csv") { notes.append($0) }
        #expect(lines(machines) == ["PC01|S1|-|Nord", "PC02|S2|-|West", "-|n/a|-|-"])
        #expect(
            notes == [
                "list.csv: 1 row (6) without a name, serial number or UUID; passed over",
                "list.csv: 1 row (8) with an unmatched quotation mark; check what was read",
            ])
    }

    @Test("A spreadsheet is read sheet by sheet, and what is no table says what to do")
    func spreadsheets() throws {
        let sheet = """
            <worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Serial number</t></is>\
            </c></row><row r="2"><c r="A2" t="inlineStr"><is><t>PC01</t></is></c><c r="B2"><v>5.0000000000000E+12</v></c>\
            </row><row r="4"><c r="A4" t="inlineStr"><is><t>PC,02</t></is></c><c r="B4" t="str"><v>007</v></c></row>\
            </sheetData></worksheet>
            """
        let legend = "<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>"
        let texts = "<sst><si><t>Computer name</t></si></sst>"
        let book = TestArchive.zip([
            ("xl/worksheets/sheet1.xml", legend), ("xl/worksheets/sheet2.xml", sheet), ("xl/sharedStrings.xml", texts),
        ])
        var notes: [String] = []
        let machines = try InventoryReader.read(book, file: "list.xlsx") { notes.append($0) }
        #expect(lines(machines) == ["PC01|5.0000000000000E+12|-|-", "PC,02|007|-|-"])
        #expect(machines.map(\.row) == [2, 4] && machines[0].file == "list.xlsx/sheet 2")
        #expect(notes.count == 1 && notes[0].hasPrefix("list.xlsx/sheet 1: no column"))
        let archive = TestArchive.zip([("a.csv", "Name\nPC01\n"), ("b/c.csv", "Name;Serial\nPC02;S2\n")])
        #expect(lines(try InventoryReader.read(archive, file: "x.zip")) == ["PC01|-|-|-", "PC02|S2|-|-"])
        let foreign: [(start: [UInt8], remedy: String)] = [
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ".xlsx"), (Array("%PDF-1.7".utf8), "pdftotext"),
            ([0x1F, 0x8B], "gzip -d"), (Array("Rar!\u{1A}\u{07}".utf8), "unpack it"),
        ]
        for (start, remedy) in foreign {
            let error = #expect(throws: FleetReportError.self) {
                try InventoryReader.read(start + [UInt8](repeating: 1, count: 600), file: "list.xls")
            }
            #expect(error?.code == .inventoryNotReadable && error?.message.contains(remedy) == true)
        }
        let none = TestArchive.zip([("xl/worksheets/sheet1.xml", legend)])
        #expect(
            #expect(throws: FleetReportError.self) { try InventoryReader.read(none, file: "x") }?.code
                == .inventoryColumns)
    }
}

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

    @Test("Machines are known by UUID in either byte order, serial number, then name")
    func matching() throws {
        var inventory = Inventory()
        inventory.add(
            try read(
                """
                Name,Serial,UUID
                PC00,,44454C4C-3200-1031-8052-B4C04F4E3432
                PC01,S1,
                PC02,S2,
                PC03,Default string,
                PC04,Default string,

                """))
        func match(_ name: String?, _ serial: String? = nil, _ uuid: String? = nil) -> Int? {
            inventory.index.match(MachineIdentities(name: name, serial: serial, uuid: uuid), renamed: true)
        }
        #expect(match(nil, nil, "4c4c4544-0032-3110-8052-b4c04f4e3432") == 0)
        #expect(match("RENAMED", "s1") == 1)
        #expect(match("CORP\\pc02$") == 2)
        #expect(match("pc02.corp.example", "S9") == nil, "another machine of the same name")
        #expect(match("X", "Default string") == nil, "a number that several machines have")
        #expect(match("PC04", "Default string") == 4)
        #expect(match("PC99", "0000000", "00000000-0000-0000-0000-000000000000") == nil)
    }
}

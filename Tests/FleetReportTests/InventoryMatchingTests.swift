internal import FleetSimulation
import Foundation
internal import Testing
import Vocabulary

@testable internal import FleetReport

@Suite("Rows of an inventory and machines of the records")
struct InventoryMatchingTests {
    /// A machine of the records.
    private static func machine(
        _ id: Int64, _ name: String?, _ serial: String?, _ state: MachineState = .repaired, uuid: String? = nil,
        model: String? = "\(SpoiltSerial.model.maker) \(SpoiltSerial.model.product)"
    ) -> FleetMachine {
        FleetMachine(
            id: id, computer: name, serial: serial, uuid: uuid, model: model, site: nil, state: state, code: nil,
            reason: nil, remedy: nil, time: nil, clockIsWrong: false, seconds: nil, runs: 1, repairs: 0)
    }

    /// A row as the reader makes it of cells with quotation marks around them.
    private static func inventory(_ rows: [(name: String, serial: String)]) throws -> Inventory {
        func quoted(_ cell: String) -> String { "\"\(cell.replacingOccurrences(of: "\"", with: "\"\""))\"" }
        let text = rows.map { "\(quoted($0.name));\(quoted($0.serial))\r\n" }.joined()
        var inventory = Inventory()
        inventory.add(try InventoryReader.read(Array("Name;Serial\r\n\(text)".utf8), file: "list.csv"))
        return inventory
    }

    private static func compare(
        _ rows: [(name: String, serial: String)], _ machines: [FleetMachine], names: [Int64: [String]] = [:]
    ) throws -> InventoryComparison {
        InventoryComparison.make(try inventory(rows), machines: machines, names: names).comparison
    }

    /// `done never-seen unsure open`, and the kinds of doubt.
    private static func figures(_ comparison: InventoryComparison) -> String {
        let open = comparison.remaining.count { if case .open = $0.standing { true } else { false } }
        let counts = "\(comparison.done) \(comparison.neverSeen) \(comparison.unsure) \(open)"
        return ([counts] + comparison.doubts.map(\.kind.rawValue)).joined(separator: " ")
    }

    // MARK: Numbers that went through a spreadsheet

    @Test(
        "A changed serial number fits where the name agrees, and is a doubt with both sides where it does not",
        arguments: SpoiltSerial.allCases)
    func spoilt(kind: SpoiltSerial) throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<50 {
            let serial = kind.serial(&random)
            let cell = kind.cell(serial)
            let machine = Self.machine(1, "PC-1", serial)
            for name in ["PC-1", "pc-1.corp.example", "CORP\\PC-1$", "\u{A0}PC-1 "] {
                let comparison = try Self.compare([(name, cell)], [machine])
                #expect(Self.figures(comparison) == "1 0 0 0", "\(cell) for \(serial)")
            }
            // Without a name, only what is certainly the same number will do.
            let alone = try Self.compare([("", cell)], [machine])
            let told = kind.isHarmless ? "1 0 0 0" : "0 0 1 0 changed-number"
            #expect(Self.figures(alone) == told, "\(cell) for \(serial)")
            let other = try Self.compare([("PC-2", cell)], [machine])
            let kindOfDoubt = kind.isHarmless ? "other-name" : "changed-number"
            #expect(Self.figures(other) == "0 0 1 0 \(kindOfDoubt)", "\(cell) for \(serial)")
            for comparison in [alone, other] where comparison.unsure > 0 {
                let doubt = comparison.doubts[0]
                #expect(doubt.rows.map(\.row) == [2] && doubt.records == [machine])
                #expect(comparison.unlisted.isEmpty)
                #expect(comparison.remaining[0].remedy.contains(kind.isHarmless ? "PC-1" : serial))
            }
        }
    }

    @Test("A changed serial number does not hide that it is another one's", arguments: SpoiltSerial.allCases)
    func others(kind: SpoiltSerial) throws {
        var random = SplitMix64(seed: 8)
        for _ in 0..<50 {
            let serial = kind.serial(&random)
            let cell = kind.cell(serial)
            let stranger = Self.machine(1, "PC-1", "QX98765431")
            #expect(Self.figures(try Self.compare([("PC-1", cell)], [stranger])) == "0 0 1 0 other-number")
            // Two records fit the cell and the name.
            let twins = [Self.machine(1, "PC-1", serial), Self.machine(2, "PC-1", serial, .failed)]
            #expect(Self.figures(try Self.compare([("PC-1", cell)], twins)).hasPrefix("0 0 1 0 several-records"))
        }
    }

    @Test("Numbers are rounded as spreadsheets round, also over nines")
    func rounding() throws {
        for (cell, serial) in [
            ("1.00E+15", "999999999999998"), ("1,00E+13", "9999999999998"), ("5.00E+12", "4999999999999"),
            ("5E+12", "5000000000123"), ("1.23E+05", "123000"), ("5.00E+12345", "5E12345"), ("120000", "12E4"),
            ("123456789012346000", "123456789012345678"),
        ] {
            let comparison = try Self.compare([("PC-1", cell)], [Self.machine(1, "PC-1", serial)])
            #expect(Self.figures(comparison) == "1 0 0 0", "\(cell) for \(serial)")
        }
        for (cell, serial) in [
            ("1.00E+15", "99999999999998"), ("5.00E+12", "5010000000000"), ("123", "1230"),
            ("5.00E+12", "S5000000000000"),
            ("20XWPF12345", "PF12346"), ("99ABPF123456", "F123456"), ("HPPF823456", "823456"),
        ] {
            let comparison = try Self.compare([("PC-1", cell)], [Self.machine(1, "PC-1", serial, model: "HP Elite")])
            #expect(Self.figures(comparison) == "0 0 1 0 other-number", "\(cell) for \(serial)")
        }
    }

    @Test(
        "A placeholder in the column of serial numbers says nothing",
        arguments: [
            "n/a", "N/A", "#N/A", "#NV", "#REF!", "-", "?", "unbekannt", "keine", "tbd", "To Be Filled By O.E.M.", "0",
            "Default string", "MB-1234567890", "", " ", "'", "=\"\"",
        ])
    func placeholders(cell: String) throws {
        let machines = [Self.machine(1, "PC-1", "S1"), Self.machine(2, "PC-2", "MB-1234567890", .locked)]
        let rows = (1...4).map { ("PC-\($0)", cell) }
        #expect(Self.figures(try Self.compare(rows, machines)) == "1 2 0 1")
    }

    @Test("A value on many rows is some maker's placeholder, whichever it is")
    func unknownPlaceholder() throws {
        let machines = (1...6).map { Self.machine(Int64($0), "TILL-\($0)", "BOARD-7", $0 == 1 ? .locked : .repaired) }
        let comparison = try Self.compare((1...7).map { ("TILL-\($0)", "BOARD-7") }, machines)
        #expect(Self.figures(comparison) == "5 1 0 1 several-rows")
        // The records have true numbers: what stands on many rows is no other machine's.
        let true1 = (1...6).map { Self.machine(Int64($0), "TILL-\($0)", "TRUE-\($0)") }
        #expect(
            Self.figures(try Self.compare((1...7).map { ("TILL-\($0)", "BOARD-7") }, true1)) == "6 1 0 0 several-rows")
    }

    // MARK: Names

    @Test("Full host names fit what NetBIOS keeps of them, unless they are several")
    func longNames() throws {
        let long = "HAMBURG-OFFICE-0042"
        let cut = String(long.prefix(15))
        for (row, record) in [(long, cut), (cut, long), ("\(long).corp.example", cut), (cut.lowercased(), long)] {
            #expect(Self.figures(try Self.compare([(row, "")], [Self.machine(1, record, "S1")])) == "1 0 0 0")
        }
        let two = [("HAMBURG-OFFICE-0042", ""), ("HAMBURG-OFFICE-0043", "")]
        let comparison = try Self.compare(two, [Self.machine(1, cut, "S1")])
        #expect(Self.figures(comparison) == "0 0 2 0 several-rows several-rows")
        // A number decides; the other row may still be of the record.
        let numbered = [("HAMBURG-OFFICE-0042", "S1"), ("HAMBURG-OFFICE-0043", "")]
        #expect(Self.figures(try Self.compare(numbered, [Self.machine(1, cut, "S1")])).hasPrefix("1 0 1 0"))
        let other = [("HAMBURG-OFFICE-0042", "S1"), ("HAMBURG-OFFICE-0043", "S2")]
        #expect(Self.figures(try Self.compare(other, [Self.machine(1, cut, "S1")])) == "1 1 0 0")
        #expect(Self.figures(try Self.compare([("HAMBURG-OFFICE", "")], [Self.machine(1, cut, "S1")])) == "0 1 0 0")
    }

    @Test("A right serial number under another name is a doubt that names both, and never done")
    func otherName() throws {
        let comparison = try Self.compare([("OLD", "S1")], [Self.machine(1, "NEW", "S1")])
        #expect(Self.figures(comparison) == "0 0 1 0 other-name")
        #expect(comparison.remaining[0].remedy.contains("OLD in the inventory, NEW in the record"))
        // The records know that it had this name.
        #expect(
            Self.figures(try Self.compare([("OLD", "S1")], [Self.machine(1, "NEW", "S1")], names: [1: ["OLD"]]))
                == "1 0 0 0")
        #expect(
            Self.figures(try Self.compare([("OLD", "")], [Self.machine(1, "NEW", "S1")], names: [1: ["OLD"]]))
                == "0 0 1 0 other-name")
        // Another row has the record's name.
        let listed = try Self.compare([("OLD", "S1"), ("NEW", "")], [Self.machine(1, "NEW", "S1")])
        #expect(Self.figures(listed) == "1 0 1 0 several-rows")
        #expect(listed.remaining[0].machine.name == "OLD")
    }

    @Test("The name of a row with another serial number is a doubt")
    func otherNumber() throws {
        let comparison = try Self.compare([("PC-1", "S1")], [Self.machine(1, "PC-1", "S2")])
        #expect(Self.figures(comparison) == "0 0 1 0 other-number")
        #expect(comparison.remaining[0].remedy.contains("S1 in the inventory, S2 in the record"))
        // Two computers changed their boards.
        let swapped = try Self.compare(
            [("PC-1", "S1"), ("PC-2", "S2")], [Self.machine(1, "PC-1", "S2"), Self.machine(2, "PC-2", "S1")])
        #expect(Self.figures(swapped) == "0 0 2 0 several-records several-records")
    }

    // MARK: Several

    @Test("One row that may be two machines is not done while one of them is open")
    func severalRecords() throws {
        let two = [Self.machine(1, "PC-1", "S1"), Self.machine(2, "PC-1", nil, .failed)]
        #expect(Self.figures(try Self.compare([("PC-1", "S1")], two)) == "0 0 1 0 several-records")
        #expect(Self.figures(try Self.compare([("PC-1", "")], two)) == "0 0 1 0 several-records")
        // The other one is done, too, and a machine of its own.
        let done = [Self.machine(1, "PC-1", "S1"), Self.machine(2, "PC-1", nil)]
        #expect(Self.figures(try Self.compare([("PC-1", "S1")], done)) == "1 0 0 0 several-rows")
        // It has another number: it is another machine.
        let other = [Self.machine(1, "PC-1", "S1"), Self.machine(2, "PC-1", "S2", .failed)]
        let comparison = try Self.compare([("PC-1", "S1")], other)
        #expect(Self.figures(comparison) == "1 0 0 0 other-number")
        #expect(comparison.unlisted == [other[1]] && comparison.doubts[0].records == [other[1]])
    }

    @Test("Two rows that may be one machine are listed together")
    func severalRows() throws {
        let comparison = try Self.compare(
            [("PC-1", "S1"), ("PC-1", "S2"), ("PC-9", "S1")], [Self.machine(1, "PC-1", nil)])
        #expect(Self.figures(comparison) == "0 1 2 0 several-rows several-rows several-rows several-rows")
        #expect(comparison.doubts.allSatisfy { $0.rows.count == 2 })
    }

    @Test("Clones are known by their names, and one without a name is nobody's")
    func clones() throws {
        let machines = [
            Self.machine(1, "APP-01", "V1", .failed), Self.machine(2, "APP-02", "V1"),
            Self.machine(3, nil, "V1", .locked),
        ]
        let comparison = try Self.compare((1...3).map { ("APP-0\($0)", "V1") }, machines)
        #expect(Self.figures(comparison).hasPrefix("1 0 1 1"))
        #expect(comparison.remaining.first { $0.standing == .unsure }?.machine.name == "APP-03")
        // Without a third row it is told beside the others.
        let two = try Self.compare((1...2).map { ("APP-0\($0)", "V1") }, machines)
        #expect(Self.figures(two).hasPrefix("1 0 0 1"))
        #expect(two.doubts.contains { $0.records == [machines[2]] } && two.unlisted == [machines[2]])
    }

    @Test("A list of one column may hold serial numbers or UUIDs")
    func lists() throws {
        var inventory = Inventory()
        let text = "PF123456\nPC-2\n00123456\n4C4C4544-0032-3110-8052-B4C04F4E3432\nNB-PF777777\n"
        inventory.add(try InventoryReader.read(Array(text.utf8), file: "list.txt"))
        let machines = [
            Self.machine(1, "PC-1", "PF123456"), Self.machine(2, "PC-2", "S2"), Self.machine(3, nil, "00123456"),
            Self.machine(4, "PC-4", nil, uuid: "44454c4c-3200-1031-8052-b4c04f4e3432"),
            Self.machine(5, nil, "PF777777", .locked),
        ]
        let comparison = InventoryComparison.make(inventory, machines: machines, names: [:]).comparison
        #expect(Self.figures(comparison) == "4 0 1 0 changed-number")
    }

    @Test("The order of rows and machines changes nothing")
    func order() throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<200 {
            let names = ["PC-1", "PC-2", "HAMBURG-OFFICE-", "HAMBURG-OFFICE-1", ""]
            let serials = ["S1", "S2", "00123", "123", "1.23E+05", "123456", "n/a", ""]
            let rows = (0..<6).map { _ in
                (names.randomElement(using: &random) ?? "", serials.randomElement(using: &random) ?? "")
            }.filter { $0 != ("", "") }
            let machines = (0..<5).map { number in
                Self.machine(
                    Int64(number), names.randomElement(using: &random).flatMap { $0.isEmpty ? nil : $0 },
                    serials.randomElement(using: &random), Bool.random(using: &random) ? .repaired : .locked)
            }
            if rows.isEmpty { continue }
            func counts(_ rows: [(String, String)], _ machines: [FleetMachine]) throws -> String {
                let comparison = try Self.compare(rows, machines)
                let standings = comparison.remaining.map { "\($0.machine.title) \($0.standing)" }.sorted()
                return "\(comparison.machines) \(comparison.done) \(standings) \(comparison.unlisted.map(\.id))"
            }
            let first = try counts(rows, machines)
            #expect(try counts(rows.shuffled(using: &random), machines.shuffled(using: &random)) == first, "\(rows)")
        }
    }

    // MARK: Growth

    @Test(
        "One name, or one number, on thousands of rows and machines does not grow by the square",
        arguments: ["name", "serial", "both", "rounded", "cut"])
    func growth(kind: String) throws {
        func steps(_ count: Int) throws -> Int {
            let serial = { (number: Int) in
                switch kind {
                case "name", "cut": "S\(number)X"
                case "rounded": "5.00E+12"
                default: "BOARD-7"
                }
            }
            let name = { (number: Int) in
                switch kind {
                case "name", "both": "PC"
                case "cut": "HAMBURG-OFFICE-\(number)"
                default: "PC-\(number)"
                }
            }
            let rows = (0..<count).map { (name: name($0), serial: serial($0)) }
            let machines = (0..<count).map { number in
                Self.machine(
                    Int64(number), kind == "cut" ? "HAMBURG-OFFICE-" : name(number + count / 2),
                    kind == "rounded" ? String(5_000_000_000_000 + number) : serial(number + count / 2))
            }
            let inventory = try Self.inventory(rows)
            let matching = InventoryMatching(
                inventory.machines, machines.map { InventoryBuckets.Machine($0, names: []) })
            return inventory.steps + matching.steps
        }
        let (small, large) = (try steps(250), try steps(1_000))
        #expect(large < small * 5, "\(small) for 250, \(large) for 1,000")
    }
}

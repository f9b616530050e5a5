internal import FleetSimulation
internal import FleetStore
import Foundation
internal import RecoveryLog
internal import TestSupport
internal import Testing
internal import Timestamps
import Vocabulary

@testable internal import FleetReport

/// Fleets of machines that are hard to tell apart, from the logs on their sticks to the report beside an inventory.
@Suite("Fleets with placeholders, clones, docks and renamed computers")
struct FleetSeriesTests {
    @Test(
        "The totals are the true ones, every doubt is told, and nothing is done that is not",
        arguments: LongSeries.choose(1...8, of: 1...1_000))
    func totals(seed: Int) throws {
        let fleet = SimulatedFleet(machines: 30, sticks: 3, mix: .hard, seed: UInt64(seed))
        let list = ListedFleet(fleet, seed: UInt64(seed))
        var inventory = Inventory()
        inventory.add(try InventoryReader.read(Array(list.text.utf8), file: "list.csv"))
        let report = try report(on: fleet, inventory)
        for state in MachineState.allCases {
            #expect(report.states[state] == fleet.truth.newest[state.outcome?.rawValue ?? "cut"] ?? 0, "\(state)")
        }
        #expect(report.states.total == fleet.truth.machines)
        for kind in [RecordDoubt.Kind.sharedNumber, .renamed, .uncertainMachine] {
            #expect(report.doubts.count { $0.kind == kind } == fleet.truth.doubts[kind.rawValue] ?? 0, "\(kind)")
        }
        try expect(try #require(report.inventory), of: report, says: list)
    }

    private func report(on fleet: SimulatedFleet, _ inventory: Inventory) throws -> FleetReport {
        try withTemporaryFolder { folder in
            try fleet.write(to: folder)
            let path = folder.appendingPathComponent("fleet.sqlite").path
            let now = try #require(UTCTime("2024-09-01T00:00:00Z"))
            let collector = FleetCollector(into: try FleetDatabase.collecting(into: path), now: now)
            for stick in fleet.sticks where !stick.files.isEmpty {
                _ = try collector.collect(try LogSource.open(folder.appendingPathComponent(stick.name).path))
            }
            return try FleetReport(FleetDatabase.reading(path), inventory: inventory)
        }
    }

    private func expect(_ comparison: InventoryComparison, of report: FleetReport, says list: ListedFleet) throws {
        let left = Dictionary(comparison.remaining.map { ($0.machine.row, $0.standing) }) { first, _ in first }
        #expect(comparison.done + comparison.remaining.count == comparison.machines)
        #expect(comparison.machines + comparison.duplicateRows == list.rows.count)
        for row in list.rows {
            // A row that was merged with an earlier one has no place of its own.
            if let standing = left[row.number] {
                if let outcome = row.outcome {
                    let expected = InventoryComparison.Remaining.Standing.open(MachineState(outcome: outcome))
                    #expect(standing == expected, "\(row)")
                }
            } else if !row.mayBeMerged, !row.isDone {
                // A nameless row with its number may be of the same machine: then the first of the two stands for both.
                let stand = list.rows.contains { $0.mayBeMerged && $0.serial == row.serial && left[$0.number] != nil }
                #expect(stand, "\(row) counts as done")
            }
        }
        #expect(comparison.done <= list.rows.count { $0.isDone })
        // Rows that are sure to be found are.
        #expect(comparison.done >= list.rows.count { $0.isDone && $0.outcome != nil })
        for remaining in comparison.remaining where remaining.standing == .unsure {
            let doubt = comparison.doubts.first { $0.rows.first == remaining.machine && !$0.records.isEmpty }
            #expect(doubt != nil, "\(remaining.machine) has no doubt with both sides")
        }
        let listings = comparison.listings(of: report.machines).values
        #expect(listings.count { $0 == .unlisted } == comparison.unlisted.count)
        #expect(listings.count { $0 == .listed } == comparison.machines - comparison.neverSeen - comparison.unsure)
    }
}

/// An inventory of a simulated fleet, as people keep them.
private struct ListedFleet {
    struct Row {
        let number: Int
        let cells: [String]
        /// Whether the machine is done.
        let isDone: Bool
        /// The outcome of the machine where the row must be found to be it.
        let outcome: String?
        let mayBeMerged: Bool

        /// The serial number as it is compared.
        var serial: String? {
            InventoryIdentity(InventoryMachine(file: "", row: 0, name: nil, serial: cells[1], uuid: nil, site: nil))
                .serial?.text
        }
    }

    private(set) var rows: [Row] = []

    init(_ fleet: SimulatedFleet, seed: UInt64) {
        var random = SplitMix64(seed: seed &+ 1_000_000)
        for machine in fleet.machines {
            let name = machine.name ?? ""
            let serial = machine.identity.serial ?? ""
            let state = fleet.outcome(of: machine.number)
            var cells = [name, serial]
            var isSure = false
            switch Int.random(in: 0..<20, using: &random) {
            case 0: continue
            case 1: cells[1] = fleet.machines.randomElement(using: &random)?.identity.serial ?? ""
            case 2: cells[0] = ""
            case 3: cells[0] = "STALE-\(machine.number)"
            case 4: cells = [name, ["n/a", "", "#NV", "0"].randomElement(using: &random) ?? ""]
            default:
                cells[1] = Self.spoilt(serial, machine.identity.manufacturer, &random)
                isSure = fleet.names[machine.number]?.contains(name) ?? false
            }
            if cells == ["", ""] { continue }
            rows.append(
                Row(
                    number: rows.count + 2, cells: cells, isDone: MachineState(outcome: state).isDone,
                    outcome: isSure ? state : nil, mayBeMerged: cells[0].isEmpty))
        }
    }

    var text: String {
        func quoted(_ cell: String) -> String { "\"\(cell.replacingOccurrences(of: "\"", with: "\"\""))\"" }
        return "Name;Serial\r\n" + rows.map { $0.cells.map(quoted).joined(separator: ";") + "\r\n" }.joined()
    }

    /// What became of a serial number on its way through spreadsheets.
    private static func spoilt(_ serial: String, _ maker: String?, _ random: inout SplitMix64) -> String {
        guard serial.count > 6, !PlaceholderIdentity.isPlaceholder(serial) else { return serial }
        let isNumber = serial.allSatisfy(\.isNumber)
        let kinds = SpoiltSerial.allCases.filter { kind in
            switch kind {
            case .zerosLost, .powerWithPoint, .powerWithComma, .powerWithoutFraction, .thousandsWithPoint,
                .thousandsWithComma, .thousandsWithBlank, .fraction, .germanFraction:
                isNumber
            case .machineType, .wholeModel, .barCode, .barCodeOfType: maker == "LENOVO"
            case .fifteenDigits, .letterE: false
            default: true
            }
        }
        // A spreadsheet takes the zeros before it touches anything else.
        guard let kind = kinds.randomElement(using: &random) else { return serial }
        let number =
            [
                .powerWithPoint, .powerWithComma, .powerWithoutFraction, .thousandsWithPoint, .thousandsWithComma,
                .thousandsWithBlank, .fraction, .germanFraction,
            ].contains(kind)
            ? String(serial.drop { $0 == "0" }) : serial
        return kind.cell(number)
    }
}

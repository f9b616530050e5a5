internal import FleetStore
import Foundation
internal import TestSupport
internal import Testing

@testable internal import FleetReport

@Suite("The page in Chromium", .enabled(if: Browser.isThere, Comment(rawValue: Browser.missing)), .serialized)
struct BrowserTests {
    @Test("It is accessible in light and dark, on a desktop and a phone, and used with the keyboard")
    func page() throws {
        try withTemporaryFolder { folder in
            let fleet = try SampleFleet(machines: 300, in: folder)
            var inventory = Inventory()
            inventory.add(try InventoryReader.read(Array(fleet.inventory.utf8), file: "fleet.csv"))
            let report = try FleetReport(FleetDatabase.reading(fleet.path), inventory: inventory)
            let found = try Browser.look(at: ReportHTML.render(report), name: "report")
            #expect(found.violations == [])
            #expect(found.console == [])
            #expect(found.overflow == [])
            let names = report.machines.map(\.name).sorted {
                $0.compare($1, options: [.numeric, .caseInsensitive]) == .orderedAscending
            }
            #expect(found.keyboard.all == "All 300 machines")
            #expect(found.keyboard.ascending.direction == "ascending")
            #expect(found.keyboard.ascending.names == Array(names.prefix(3)))
            #expect(found.keyboard.ascending.said == "Sorted by Machine, ascending")
            #expect(found.keyboard.descending.direction == "descending")
            #expect(found.keyboard.descending.names == Array(names.suffix(3).reversed()))
            let wanted = report.machines.filter { $0.name.hasPrefix("PC-1") }
            #expect(found.keyboard.search.said == "\(wanted.count) of 300 machines")
            #expect(found.keyboard.search.rows == 50)
            #expect(found.keyboard.search.allMatch)
            let repaired = wanted.count { $0.state == .repaired }
            #expect(repaired > 0 && repaired < wanted.count)
            #expect(found.keyboard.filter.said == "\(repaired) of 300 machines")
            #expect(found.keyboard.filter.allMatch)
            #expect(found.keyboard.pages == ["1 to 50 of 300", "51 to 100 of 300"])
            #expect(found.withoutScript.heading == "Recovery of the fleet")
            #expect(found.withoutScript.rows == 300)
        }
    }

    @Test("Hostile names start nothing and break nothing")
    func hostile() throws {
        try withTemporaryFolder { folder in
            let fleet = try HostileFleet(in: folder)
            let report = try FleetReport(FleetDatabase.reading(fleet.path), inventory: try fleet.inventory())
            let found = try Browser.look(at: ReportHTML.render(report), name: "hostile")
            #expect(found.started.first == "undefined")
            #expect(found.started.dropFirst().first == "Recovery of the fleet")
            #expect(found.violations == [])
            #expect(found.console == [])
            #expect(found.overflow == [])
            #expect(found.keyboard.all == "All \(HostileFleet.names.count) machines")
            #expect(found.withoutScript.rows == HostileFleet.names.count)
        }
    }
}

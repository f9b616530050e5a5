internal import FleetStore
import Foundation
internal import TestSupport
internal import Testing

@testable internal import FleetReport

@Suite("The report on a fleet")
struct FleetReportTests {
    @Test("Everything is counted as it was simulated")
    func counts() throws {
        try withTemporaryFolder { folder in
            let fleet = try SampleFleet(machines: 1000, in: folder)
            var inventory = Inventory()
            inventory.add(try InventoryReader.read(Array(fleet.inventory.utf8), file: "fleet.csv"))
            let report = try FleetReport(FleetDatabase.reading(fleet.path), inventory: inventory)
            let expected = fleet.expected
            for state in MachineState.allCases {
                #expect(report.states[state] == expected.outcomes[state] ?? 0, "\(state)")
                #expect(report.states[state] > 0, "\(state) is not in the sample")
            }
            #expect(report.totals.runs == expected.runs)
            #expect(report.totals.removedFiles == expected.removedFiles)
            #expect(report.totals.verifiedFiles == expected.verifiedFiles)
            #expect(report.repairedAgain.count == expected.repairedAgain)
            #expect(report.usedKeys.count == expected.usedKeys)
            #expect(report.missingKeys.count == expected.missingKeys)
            #expect(report.doubts.count { $0.kind == .wrongClock } == expected.wrongClocks)
            #expect(report.timeline.periods.map(\.done).reduce(0, +) == expected.timedDone)
            #expect(report.unseenDisks.count { $0.finding.hasPrefix("no disk") } == expected.noDisk)
            let comparison = try #require(report.inventory)
            #expect(comparison.machines == expected.inventoryRows)
            #expect(comparison.neverSeen == expected.neverSeen)
            #expect(comparison.unlisted.count == expected.unlisted)
            #expect(comparison.done + comparison.remaining.count == comparison.machines)
            #expect(
                report.sites.map { $0.states.total + ($0.neverSeen ?? 0) }.reduce(0, +) == 1000 + expected.neverSeen)
        }
    }

    @Test("What is left to do comes first, with what to do at every machine")
    func order() throws {
        try withTemporaryFolder { folder in
            let fleet = try SampleFleet(machines: 60, in: folder)
            var inventory = Inventory()
            inventory.add(try InventoryReader.read(Array(fleet.inventory.utf8), file: "fleet.csv"))
            let report = try FleetReport(FleetDatabase.reading(fleet.path), inventory: inventory)
            #expect(report.sections.prefix(3).map(\.id) == ["reasons", "work", "never-seen"])
            let work = try #require(report.sections.first { $0.id == "work" })
            #expect(work.rows.count == report.states.open)
            #expect(work.rows.allSatisfy { $0.last != ReportSection.Cell.none })
            let page = String(decoding: ReportHTML.render(report), as: UTF8.self)
            let places = try ["reasons", "work", "never-seen", "outcomes", "timeline", "machines"].map {
                try #require(page.range(of: "<h2 id=\"\($0)\"")).lowerBound
            }
            #expect(places == places.sorted())
        }
    }

    @Test("The labels of the time axis stand beside the columns")
    func axis() throws {
        try withTemporaryFolder { folder in
            let fleet = try SampleFleet(machines: 60, in: folder)
            let page = String(
                decoding: ReportHTML.render(try FleetReport(FleetDatabase.reading(fleet.path))), as: UTF8.self)
            let chart = try #require(page.firstRange(of: "<svg height=\"180\"")).lowerBound
            let lefts = page[chart...].prefix(upTo: try #require(page[chart...].firstRange(of: "</svg>")).lowerBound)
                .matches(of: /<rect x="([0-9.]+)%"/).compactMap { Double($0.1) }
            #expect(try #require(lefts.min()) >= 6)
            #expect(try #require(lefts.max()) < 100)
        }
    }

    @Test("The same collection and inventory give the same bytes")
    func deterministic() throws {
        try withTemporaryFolder { folder in
            let fleet = try SampleFleet(machines: 300, in: folder)
            var inventory = Inventory()
            inventory.add(try InventoryReader.read(Array(fleet.inventory.utf8), file: "fleet.csv"))
            let first = try FleetReport(FleetDatabase.reading(fleet.path), inventory: inventory)
            let second = try FleetReport(FleetDatabase.reading(fleet.path), inventory: inventory)
            #expect(ReportHTML.render(first) == ReportHTML.render(second))
            #expect(ReportJSON.render(first) == ReportJSON.render(second))
            #expect(ReportCSV.render(first) == ReportCSV.render(second))
            #expect(ReportMarkdown.render(first) == ReportMarkdown.render(second))
        }
    }
}

import Foundation
import TestSupport
import Testing
import VMLab

/// Power is cut in the middle of a run, and what the disks' caches had not written yet is lost in part.
@Suite("Power cuts", .needsImage, .needs(.bios), .needs(.uefi(secureBoot: true)), .needsDiskTools)
struct PowerCutTests {
    @Test("lose no acknowledged line, harm no volume, and the next run ends the work")
    func cuts() async throws {
        try await withTemporaryFolder { folder in
            let target = try PowerCutTarget(.own("base-gpt"), in: folder)
            let plan = try await Self.uncutRun(target) { _, plan in plan }
            PowerCutReport.show("a run writes \(plan.writes) times in \(plan.duration); seed \(PowerCutPlan.seed)")

            let cuts = (PowerCutPlan.first...max(PowerCutPlan.first, PowerCutPlan.last)).map { number in
                PowerCut(number: number, plan: plan, stick: ImageUnderTest.stick, target: target)
            }
            let reports = await Self.make(cuts)
            PowerCutReport.show(PowerCutReport.summary(reports))
            for report in reports where !report.failures.isEmpty { Issue.record("\(report.line)") }
            #expect(reports.count == cuts.count)
        }
    }

    @Test(
        """
        after every single write leave a volume with the bad file whole or gone, and a log without a gap; after every \
        flush a stick that only says it is in use
        """, arguments: [BrokenDisk.own("base-gpt"), .own("many-files")])
    func everyWrite(_ model: BrokenDisk) async throws { try await Self.expectEveryStateSound(model) }

    @Test(
        "the same with disks of the fixtures' generator", .needsFixtures,
        arguments: LongSeries.choose(
            ["several-bad", "full-disk"], of: ["several-bad", "dirty", "compressed", "sparse", "full-disk"]))
    func everyWriteOfFixture(_ model: String) async throws { try await Self.expectEveryStateSound(.fixture(model)) }

    private static func expectEveryStateSound(_ model: BrokenDisk) async throws {
        try await withTemporaryFolder { folder in
            let target = try PowerCutTarget(model, in: folder)
            try await Self.uncutRun(target) { machine, _ in
                for (count, seed) in try Self.cases(of: .disk, on: machine, seeds: 2) {
                    let state = target.state(of: try machine.rebuilt(.disk, after: count, seed: seed))
                    #expect(state.harm == [], "the disk after write \(count), seed \(seed)")
                }
                for (count, seed) in try Self.cases(of: .stick, on: machine, seeds: 1) {
                    let image = try machine.rebuilt(.stick, after: count, seed: seed)
                    let stick = try PowerCutStick(image, scratch: machine.bench.folder)
                    #expect(stick.damage == [], "the stick after write \(count), seed \(seed)")
                    if try machine.cachedWrites(of: .stick, after: count) == 0 {
                        #expect(stick.findings == [], "the stick after flush \(count)")
                    }
                    for log in stick.logs { #expect(!log.isEdited, "the stick after write \(count), seed \(seed)") }
                }
            }
        }
    }

    /// Every number of writes, with seeds for what the cache loses then; where it holds nothing, one is enough.
    private static func cases(
        of part: PowerCutMachine.Part, on machine: PowerCutMachine, seeds: Int
    ) throws -> [(count: Int, seed: UInt64)] {
        try (1...max(1, machine.writes(of: part))).flatMap { count in
            let isCached = try machine.cachedWrites(of: part, after: count) > 0
            return (0..<(isCached ? seeds : 1)).map { (count, PowerCutPlan.seed &+ UInt64($0)) }
        }
    }

    /// A run that is not cut. What the log of its writes gives is what it has written.
    private static func uncutRun<Result: Sendable>(
        _ target: PowerCutTarget, _ body: (PowerCutMachine, PowerCutPlan) async throws -> Result
    ) async throws -> Result {
        var result: Result?
        try await Bench.with { bench in
            let machine = try PowerCutMachine(bench, originals: [ImageUnderTest.stick, target.disk])
            let (plan, transcript) = try await machine.runToTheEnd()
            #expect(ConsoleScan.problems(in: transcript) == [])
            let remains = try machine.remains(seed: nil)
            for (replayed, written) in zip([remains.stick, remains.disk], machine.running) {
                #expect(try DiskComparison.differingRanges(replayed, written) == [])
            }
            result = try await body(machine, plan)
        }
        return try #require(result)
    }

    /// As many at a time as machines may run.
    private static func make(_ cuts: [PowerCut]) async -> [PowerCutReport] {
        await withTaskGroup(of: PowerCutReport.self) { group in
            for cut in cuts { group.addTask { await cut.run() } }
            var reports: [PowerCutReport] = []
            for await report in group {
                PowerCutReport.show(report.line)
                reports.append(report)
            }
            return reports.sorted { $0.number < $1.number }
        }
    }
}

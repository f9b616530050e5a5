import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Machines on which nothing may be written.
@Suite("Leaves bit for bit as it was", .needsImage, .needs(.bios), .needsDiskTools)
struct UntouchedDiskTests {
    /// - Returns: the log of the run.
    @discardableResult
    private func expectUntouched(
        _ model: BrokenDisk, _ outcome: Outcome, picture: String? = nil, _ words: String...
    ) async throws -> [MatchEvent] {
        var matches: [MatchEvent] = []
        try await Bench.with { bench in
            let disk = try bench.disk(model)
            let stick = try bench.stick()
            var configuration = try bench.direct([.usbStick(stick), .nvme(disk.path)])
            configuration.commandLine = try ImageUnderTest.commandLine(ImageUnderTest.emulation + words)
            let page = try await bench.boot(configuration, picture: picture)
            #expect(page.outcome == outcome.rawValue)
            try disk.expectUntouched()
            let log = try bench.content(of: stick).expectLog(outcome, of: [disk])
            #expect(log.removedPaths == [])
            matches = log.matches
        }
        return matches
    }

    @Test("a Windows without the sensor")
    func noSensor() async throws {
        let matches = try await expectUntouched(.own("no-crowdstrike"), .nothingToDo, picture: "nothing-to-do")
        #expect(matches == [])
    }

    @Test("a Windows whose sensor folder is empty", .needsFixtures)
    func emptyFolder() async throws { try await expectUntouched(.fixture("empty-folder"), .nothingToDo) }

    @Test("a hibernated Windows", arguments: [BrokenDisk.own("hibernated")])
    func hibernated(_ model: BrokenDisk) async throws {
        let matches = try await expectUntouched(model, .refused, picture: "refused")
        #expect(matches.count == 1)
    }

    @Test("a hibernated Windows of the fixtures' generator", .needsFixtures)
    func hibernatedFixture() async throws { try await expectUntouched(.fixture("hibernated"), .refused) }

    @Test("a broken Windows that is only looked at")
    func lookOnly() async throws {
        let matches = try await expectUntouched(.own("base-gpt"), .refused, picture: "look-only", "unloop.mode=look")
        #expect(matches.map(\.path) == ["Windows/System32/drivers/CrowdStrike/C-00000291-00000000-00000032.sys"])
        #expect(matches.map(\.decision) == [.remove])
    }

    @Test("a disk that BitLocker has locked", .needsFixtures)
    func locked() async throws {
        try await expectUntouched(.fixture("bitlocker"), .locked, picture: "locked", "unloop.ask=never")
    }

    @Test("a disk without Windows", .needsFixtures)
    func noWindows() async throws {
        try await expectUntouched(.fixture("no-windows"), .noWindows, picture: "no-windows")
    }
}

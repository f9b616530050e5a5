import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Disks as they are found in the field, all with something to remove.
@Suite("Repairs", .needsImage, .needs(.bios), .needsDiskTools)
struct RepairTests {
    @Test("a disk")
    func repairs() async throws { try await expectRepair(of: [.own("many-files")]) }

    @Test("the disks of the fixtures' generator, in one machine", .needsFixtures)
    func repairsFixture() async throws {
        try await expectRepair(
            of: [
                "mixed-case", "readonly-attr", "compressed", "sparse", "many-files", "several-bad", "full-disk",
                "hiber-resumed",
            ].map(BrokenDisk.fixture))
    }

    private func expectRepair(of models: [BrokenDisk]) async throws {
        try await Bench.with { bench in
            let disks = try models.map { try bench.disk($0) }
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick)] + disks.map { .nvme($0.path) }, "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            for disk in disks { try disk.expectRepaired() }
            let log = try bench.content(of: stick).expectLog(.repaired, of: disks)
            #expect(log.volumeOutcomes.count { $0.outcome == .repaired } == disks.count)
        }
    }

    @Test("Windows on the second disk; a copy of its folders on the first stays", .needsFixtures)
    func secondDisk() async throws {
        try await Bench.with { bench in
            let disks = try bench.disks(.fixture("second-disk"))
            try #require(disks.count == 2)
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct(
                    [.usbStick(stick), .ahci(disks[0].path), .virtioBlock(disks[1].path)], "unloop.then=reboot"))
            #expect(page.outcome == "repaired")
            try disks[0].expectUntouched()
            try disks[1].expectRepaired()
            try bench.content(of: stick).expectLog(.repaired, of: disks)
        }
    }

    @Test("two Windows on one disk", .needsFixtures)
    func twoWindows() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.fixture("multi-windows"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .scsi(disk.path)], "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            let log = try bench.content(of: stick).expectLog(.repaired, of: [disk])
            #expect(Set(log.windows.compactMap(\.computerName)) == ["DESKTOP-FIXTURE", "OLDPC"])
            #expect(log.removedPaths.count == 2)
        }
    }
}

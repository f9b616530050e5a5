import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab

/// Volumes as a crash loop leaves them.
@Suite("Volume states", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures)
struct VolumeStateTests {
    @Test(
        "a volume that Windows has made is repaired and its state recorded",
        arguments: [
            (["--log", "1.1", "--clean"], "1.1", true, false),
            (["--log", "1.1", "--unclean"], "1.1", false, false),
            (["--log", "2.0", "--unclean"], "2.0", false, false),
            (["--log", "1.1", "--clean", "--dirty"], "1.1", true, true),
            (["--log", "2.0", "--unclean", "--dirty"], "2.0", false, true),
        ])
    func windowsMade(state: [String], version: String, isClean: Bool, isDirty: Bool) async throws {
        try await Bench.with { bench in
            let disk = try WindowsMadeDisk.make(in: bench.folder, state: state)
            let log = try await expectRepair(of: disk, on: bench)
            #expect(log.volumeStates.map(\.logVersion) == [version])
            #expect(log.volumeStates.map(\.logClean) == [isClean])
            #expect(log.volumeStates.map(\.dirty) == [isDirty])
        }
    }

    @Test("a generated volume", arguments: ["dirty", "dirty-log"].map(BrokenDisk.fixture))
    func generated(_ model: BrokenDisk) async throws {
        try await Bench.with { bench in
            let log = try await expectRepair(of: try bench.disk(model), on: bench)
            #expect(log.volumeStates.contains { $0.dirty == true })
        }
    }

    private func expectRepair(of disk: MachineDisk, on bench: Bench) async throws -> RecoveryRecord {
        let stick = try bench.stick()
        let page = try await bench.boot(bench.direct([.usbStick(stick), .ahci(disk.path)], "unloop.then=poweroff"))
        #expect(page.outcome == "repaired")
        try disk.expectRepaired()
        return try bench.content(of: stick).expectLog(.repaired, of: [disk])
    }
}

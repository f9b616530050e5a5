import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Volumes as a crash loop leaves them.
@Suite("Volume states", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures)
struct VolumeStateTests {
    @Test(
        "a volume that Windows has made is repaired and its state recorded",
        arguments: [
            (WindowsMadeVolume.small, ["--log", "1.1", "--clean"], "1.1", true, false),
            (.small, ["--log", "1.1", "--unclean"], "1.1", false, false),
            (.small, ["--log", "1.1", "--unclean", "--dirty"], "1.1", false, true),
            (.largeClusters, ["--log", "1.1", "--clean", "--dirty"], "1.1", true, true),
            (.largeClusters, ["--log", "2.0", "--unclean"], "2.0", false, false),
            (.largeClusters, ["--log", "2.0", "--unclean", "--dirty"], "2.0", false, true),
        ])
    func windowsMade(
        _ volume: WindowsMadeVolume, state: [String], version: String, isClean: Bool, isDirty: Bool
    ) async throws {
        try await Bench.with { bench in
            let disk = try volume.makeDisk(in: bench.folder, state: state)
            let log = try await expectRepair(of: disk, on: bench)
            #expect(log.volumeStates.map(\.logVersion) == [version])
            #expect(log.volumeStates.map(\.logClean) == [isClean])
            #expect(log.volumeStates.map(\.dirty) == [isDirty])
        }
    }

    /// Version 2.0 over records of version 1.1: ntfs3 cannot replay them, and ntfs-3g writes to no such volume.
    @Test("a log that no driver replays: failed, and bit for bit the same")
    func unusableLog() async throws {
        try await Bench.with { bench in
            let disk = try WindowsMadeVolume.small.makeDisk(in: bench.folder, state: ["--log", "2.0", "--unclean"])
            let stick = try bench.stick()
            let page = try await bench.boot(bench.direct([.usbStick(stick), .ahci(disk.path)]), picture: "failed")
            #expect(page.outcome == "failed")
            try disk.expectUntouched()
            let log = try bench.content(of: stick).expectLog(.failed, of: [disk])
            #expect(log.end?.code == ReasonCode.cannotMount.rawValue)
            #expect(log.removedPaths == [])
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

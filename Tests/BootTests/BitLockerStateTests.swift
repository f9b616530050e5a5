import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Encrypted volumes as a crash loop leaves them: as those that are not encrypted.
@Suite(
    "BitLocker volume states", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures, .needsBitLockerTools)
struct BitLockerStateTests {
    @Test(
        "a generated volume with a dirty flag or an open log",
        arguments: ["dirty", "dirty-log"].map(BrokenDisk.fixture))
    func generated(_ model: BrokenDisk) async throws {
        try await Bench.with { bench in
            let log = try await expectRepair(of: try bench.locked(model), on: bench)
            #expect(log.volumeStates.contains { $0.dirty == true })
        }
    }

    @Test(
        "a volume that Windows has made",
        arguments: [
            (["--log", "2.0", "--unclean"], false, false), (["--log", "2.0", "--unclean", "--dirty"], false, true),
        ])
    func windowsMade(_ state: [String], isClean: Bool, isDirty: Bool) async throws {
        try await Bench.with { bench in
            let plain = try WindowsMadeVolume.largeClusters.makeDisk(in: bench.folder, state: state)
            let disk = try LockedDisk(plain, encrypting: [1: ["--tpm", "--rp", "auto"]])
            let log = try await expectRepair(of: disk, on: bench)
            #expect(log.volumeStates.map(\.logVersion) == ["2.0"])
            #expect(log.volumeStates.map(\.logClean) == [isClean])
            #expect(log.volumeStates.map(\.dirty) == [isDirty])
        }
    }

    private func expectRepair(of disk: LockedDisk, on bench: Bench) async throws -> RecoveryRecord {
        let run = try LockedRun(
            on: bench, keys: ["export.json": KeyExport.graph(Array(disk.keys.values))], secrets: disk.secrets)
        let page = try await run.boot([.nvme(disk.disk.path)], "unloop.ask=never")
        #expect(page.outcome == "repaired")
        try disk.expectRepaired()
        try run.expectNoSecrets(in: page)
        return try bench.content(of: run.stick).expectLog(.repaired, of: [disk.plain])
    }
}

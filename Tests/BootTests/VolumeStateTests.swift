import Foundation
import RecoveryLog
import RecoveryLogReader
import Testing
import VMLab
import Vocabulary

/// Volumes as a crash loop leaves them.
@Suite("Volume states", .needsImage, .needs(.bios), .needsDiskTools, .needsFixtures)
struct VolumeStateTests {
    /// A state in which a volume that Windows has made comes, and what the log has to say of it.
    private struct State {
        let volume: WindowsMadeVolume
        let options: [String]
        let version: String
        var isClean = false
        var isDirty = false
    }

    private static let states = [
        State(volume: .small, options: ["--log", "1.1", "--clean"], version: "1.1", isClean: true),
        State(volume: .small, options: ["--log", "1.1", "--unclean"], version: "1.1"),
        State(volume: .small, options: ["--log", "1.1", "--unclean", "--dirty"], version: "1.1", isDirty: true),
        State(
            volume: .largeClusters, options: ["--log", "1.1", "--clean", "--dirty"], version: "1.1", isClean: true,
            isDirty: true),
        State(volume: .largeClusters, options: ["--log", "2.0", "--unclean"], version: "2.0"),
        State(
            volume: .largeClusters, options: ["--log", "2.0", "--unclean", "--dirty"], version: "2.0", isDirty: true),
    ]

    @Test("volumes that Windows has made are repaired and their states recorded")
    func windowsMade() async throws {
        try await Bench.with { bench in
            let disks = try Self.states.enumerated().map { number, state in
                let folder = bench.folder.appendingPathComponent("\(number)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                return try state.volume.makeDisk(in: folder, state: state.options)
            }
            let log = try await expectRepair(of: disks, on: bench) { .nvme($0) }
            #expect(log.volumeOutcomes.count { $0.outcome == .repaired } == disks.count)
            // Disks come in any order; their serial numbers end with their place in the machine, behind the stick.
            let serials = Dictionary(uniqueKeysWithValues: log.diskEvents.map { ($0.device, $0.serial ?? "") })
            var found: [String: NTFSState] = [:]
            for event in log.volumeEvents {
                guard let disk = serials.keys.first(where: event.volume.device.hasPrefix) else { continue }
                found[serials[disk] ?? ""] = event.ntfs
            }
            for (number, state) in Self.states.enumerated() {
                let recorded = found["nvme\(number + 1)"]
                #expect(recorded?.logVersion == state.version, "\(state)")
                #expect(recorded?.logClean == state.isClean, "\(state)")
                #expect(recorded?.dirty == state.isDirty, "\(state)")
            }
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

    @Test("generated volumes")
    func generated() async throws {
        try await Bench.with { bench in
            let disks = try ["dirty", "dirty-log"].map { try bench.disk(.fixture($0)) }
            let log = try await expectRepair(of: disks, on: bench) { .ahci($0) }
            #expect(log.volumeStates.count { $0.dirty == true } == disks.count)
        }
    }

    private func expectRepair(
        of disks: [MachineDisk], on bench: Bench, _ device: (String) -> VirtualMachine.Device
    ) async throws -> RecoveryRecord {
        let stick = try bench.stick()
        let page = try await bench.boot(
            bench.direct([.usbStick(stick)] + disks.map { device($0.path) }, "unloop.then=poweroff"))
        #expect(page.outcome == "repaired")
        for disk in disks { try disk.expectRepaired() }
        return try bench.content(of: stick).expectLog(.repaired, of: disks)
    }
}

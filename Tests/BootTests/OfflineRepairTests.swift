import Digests
import Foundation
import RecoveryLog
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Disks of machines that are not started, by the command itself.
@Suite(
    "Offline disks", .needsImage, .needs(.bios), .needsDiskTools, .needsUnloopCommand,
    .enabled(if: Shell.has("qemu-img", "qemu-nbd"), "needs qemu-utils"))
struct OfflineRepairTests {
    @Test("Every state: what is repaired can be put back, all else stays as it is, and each is reported")
    func states() async throws {
        try await Bench.with { bench in
            let broken = try bench.disk(.own("base-gpt"))
            let old = try bench.disk(.own("base-mbr"))
            let sound = try bench.disk(.own("no-crowdstrike"))
            let asleep = try bench.disk(.own("hibernated"))
            let run = try OfflineRun(
                bench,
                groups: [
                    "broken": [broken.path], "two-disks": [sound.path + ".copy", old.path], "sound": [sound.path],
                    "asleep": [asleep.path],
                ]
            ) { try DiskComparison.copy(sound.path, to: sound.path + ".copy") }
            #expect(run.status == 2, "\(run.output)")
            #expect(run["broken"] == OfflineRun.Machine("broken", "repaired", isCommitted: true))
            #expect(run["two-disks"] == OfflineRun.Machine("two-disks", "repaired", isCommitted: true))
            #expect(run["sound"] == OfflineRun.Machine("sound", "nothing-to-do"))
            #expect(run["asleep"] == OfflineRun.Machine("asleep", "refused"))
            try broken.expectRepaired()
            try old.expectRepaired()
            for disk in [sound, asleep] { try disk.expectUntouched() }
            try run.expectCollected(machines: 4)
            try run.undo("broken")
            try run.undo("two-disks")
            for disk in [broken, old] { try disk.expectUntouched() }
        }
    }

    @Test("Every container keeps its format and size, and an undo puts it back")
    func containers() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            var groups: [String: [String]] = [:]
            var before: [String: SHA256Digest] = [:]
            for container in OfflineContainer.all {
                let path = try container.convert(disk.path, in: bench.folder)
                groups[container.name] = [path]
                before[container.name] = try container.hash(path)
            }
            let run = try OfflineRun(bench, groups: groups)
            #expect(run.status == 0, "\(run.output)")
            for container in OfflineContainer.all {
                let path = try #require(groups[container.name]?.first)
                #expect(run[container.name] == OfflineRun.Machine(container.name, "repaired", isCommitted: true))
                let raw = try container.guest(path, in: bench.folder)
                #expect(try Self.hasBadFile(raw, disk) == false, "\(container.name)")
                #expect(try container.info(path) == container.driver)
                try run.undo(container.name)
                if container.isUndoneToTheBit { #expect(try container.hash(path) == before[container.name]) }
                let restored = try container.guest(path, in: bench.folder)
                #expect(try DiskComparison.differingRanges(restored, disk.original) == [], "\(container.name)")
            }
        }
    }

    private static func hasBadFile(_ raw: String, _ disk: MachineDisk) throws -> Bool {
        try DiskState(of: raw).removing(disk.delete).missing.isEmpty
    }

    @Test("Looking only writes nothing; clones with equal GUIDs at once; a stick on a target disk is not written")
    func clonesAndSticks() async throws {
        try await Bench.with { bench in
            let first = try bench.disk(.own("base-gpt"))
            let second = try MachineDisk(try Self.copy(first.path, "clone.img"), delete: first.delete)
            let stick = try MachineDisk(bench.stick("target"), delete: [])
            let groups = ["one": [first.path, stick.path], "two": [second.path]]
            let look = try OfflineRun(bench, groups: groups, ["--look-only"])
            #expect(look.status == 2, "\(look.output)")
            #expect(look["one"] == OfflineRun.Machine("one", "refused"))
            for disk in [first, second, stick] { try disk.expectUntouched() }
            let run = try OfflineRun(bench, groups: groups, ["--jobs", "2"])
            #expect(run.status == 0, "\(run.output)")
            for disk in [first, second] { try disk.expectRepaired() }
            try stick.expectUntouched()
        }
    }

    private static func copy(_ path: String, _ name: String) throws -> String {
        let copy = (path as NSString).deletingLastPathComponent + "/" + name
        try DiskComparison.copy(path, to: copy)
        return copy
    }

    @Test("BitLocker: locked without a key, repaired with one", .needsFixtures, .needsBitLockerTools)
    func bitLocker() async throws {
        try await Bench.with { bench in
            let locked = try bench.locked(.fixture("base-gpt"))
            let groups = ["vault": [locked.disk.path]]
            let without = try OfflineRun(bench, groups: groups)
            #expect(
                without.status == 2 && without["vault"] == OfflineRun.Machine("vault", "locked"), "\(without.output)")
            try locked.disk.expectUntouched()
            let export = bench.folder.appendingPathComponent("export.json")
            try Data(KeyExport.graph([locked.systemKeys]).utf8).write(to: export)
            let run = try OfflineRun(bench, groups: groups, ["--keys", export.path])
            #expect(run.status == 0, "\(run.output)")
            try locked.expectRepaired()
            // Neither what it says nor its records hold a key.
            let search = SecretSearch(locked.secrets)
            let said = bench.folder.appendingPathComponent("said")
            try Data(run.output.utf8).write(to: said)
            for file in [said.path] + run.records { #expect(try search.places(in: file) == [], "\(file)") }
            try run.undo("vault")
            try locked.disk.expectUntouched()
        }
    }

    /// Its partition table lies at byte 4096, where a reader of 512-byte sectors sees none.
    @Test(
        "A raw disk with sectors of 4 KiB",
        .enabled(if: geteuid() == 0 && access("/dev/loop-control", W_OK) == 0, "needs root and loop devices"))
    func largeSectors() async throws {
        try await Bench.with { bench in
            let disk = bench.folder.appendingPathComponent("large.raw").path
            let volume = bench.folder.appendingPathComponent("volume").path
            try Shell.run("truncate", "-s", "200M", disk)
            try Shell.run("truncate", "-s", "96M", volume)
            let device = try Shell.run("losetup", "-b", "4096", "-f", "--show", disk).filter { !$0.isNewline }
            let table = "label: gpt\\nstart=512, size=24576, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7\\n"
            // The kernel shows no partitions of a loop device: sfdisk says so and is done.
            try Shell.run(
                "sh", "-c", "printf '\(table)' | sfdisk -q --no-reread --no-tell-kernel \(device); losetup -d \(device)"
            )
            try Shell.run("mkntfs", "-F", "-q", "-s", "4096", "-p", "512", "-H", "16", "-S", "63", volume)
            try Shell.run(
                Fixtures.packageRoot.appendingPathComponent("scripts/make-demo-disk").path, "--onto", volume)
            try Shell.run("dd", "if=\(volume)", "of=\(disk)", "bs=1M", "seek=2", "conv=notrunc", "status=none")
            let machine = try MachineDisk(disk, delete: [])
            let run = try OfflineRun(bench, groups: ["large": [disk]])
            #expect(run.status == 0, "\(run.output)")
            #expect(run["large"] == OfflineRun.Machine("large", "repaired", isCommitted: true))
            #expect(try DiskComparison.differingRanges(machine.original, disk) != [])
            try run.undo("large")
            try machine.expectUntouched()
        }
    }
}

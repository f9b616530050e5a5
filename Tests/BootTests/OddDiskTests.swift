import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Disks whose partitions are not what they look like, and Windows that are not the machine's.
@Suite("Odd disks", .needsImage, .needs(.bios), .needsDiskTools)
struct OddDiskTests {
    private static let bad = "Windows/System32/drivers/CrowdStrike/C-00000291-00000000-00000032.sys"

    @Test("the halves of a mirror stay as they are, a simple dynamic volume is repaired", arguments: ["mbr", "gpt"])
    func dynamic(table: String) async throws {
        try await Bench.with { bench in
            let volume = try bench.systemVolume()
            func make(_ kind: String) throws -> [String] {
                try bench.dynamicDisks("--\(table)", "--kind", kind, of: volume)
            }
            let halves = try make("mirrored").map { try MachineDisk($0, delete: []) }
            let simple = try make("simple").map { try MachineDisk($0, delete: [Self.bad]) }
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct(
                    [.usbStick(stick)] + (halves + simple).map { .nvme($0.path) }, "unloop.then=poweroff"))
            #expect(page.outcome == "refused")
            for half in halves { try half.expectUntouched() }
            for disk in simple {
                let reader = DynamicVolumeContent(disk)
                #expect(
                    try reader.files(of: disk.path) == reader.files(of: disk.original).filter { $0.key != Self.bad })
            }
            let log = try #require(try bench.content(of: stick).logs.first)
            #expect(log.end?.code == ReasonCode.dynamicDisk.rawValue)
            let refused = log.volumeOutcomes.filter { $0.code == ReasonCode.dynamicDisk.rawValue }
            #expect(refused.count == 2 && refused.allSatisfy { $0.reason.contains("one half of the mirror") })
            #expect(log.volumeOutcomes.filter { $0.outcome == .repaired }.count == 2)
        }
    }

    /// A mirror over both kinds of tables; disks of one group, one of which knows of no mirror any more; a half whose other
    /// half has lost the mark of a dynamic disk; parts of stripes and of RAID 5; a disk that is write-protected; and one
    /// that bears the signature of an array long gone, which alone is a disk like others.
    @Test("halves that do not look like halves, parts of volumes and a protected disk stay as they are", .needsFixtures)
    func lookedAtOnly() async throws {
        try await Bench.with { bench in
            let volume = try bench.systemVolume()
            let mixed = try bench.dynamicDisks("--mixed", "--kind", "mirrored", of: volume)
            let current = try bench.dynamicDisks(
                "--gpt", "--kind", "simple", "--group", "g", "--generation", "2", of: volume)
            let outdated = try bench.dynamicDisks("--gpt", "--kind", "mirrored", "--group", "g", of: volume)
            let marked = try bench.dynamicDisks("--mixed", "--kind", "mirrored", "--group", "m", of: volume)
            let unmarked = try FileHandle(forUpdating: URL(fileURLWithPath: marked[0]))
            // The type of the first partition: of a basic disk now, which begins where the volume does.
            try unmarked.seek(toOffset: 446 + 4)
            try unmarked.write(contentsOf: Data([7, 0xFE, 0xFF, 0xFF, 0, 8, 0, 0]))
            try unmarked.close()
            let parts = try Fixtures.unpacked("libldm/ldm-data.tar.xz") { folder in
                try ["ldm-2003r2-striped-1.img", "ldm-2003r2-raid5-1.img"].map { name in
                    let copy = bench.folder.appendingPathComponent(name)
                    try FileManager.default.copyItem(at: folder.appendingPathComponent(name), to: copy)
                    return copy.path
                }
            }
            let images = mixed + [current[0], outdated[1]] + marked + parts
            let dynamic = try images.map { try MachineDisk($0, delete: []) }
            let protected = try bench.disk(.own("base-gpt"))
            let former = try bench.disk(.own("base-mbr"))
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: former.path))
            try file.seek(toOffset: try file.seekToEnd() - 1024)
            try file.write(contentsOf: Data("Intel Raid ISM Cfg Sig. 1.0.00".utf8))
            try file.close()
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct(
                    [.usbStick(stick), .scsi(protected.path, readOnly: true), .ahci(former.path)]
                        + dynamic.map { .nvme($0.path) }), picture: "looked-at-only")
            #expect(page.outcome == "refused")
            for disk in dynamic + [protected] { try disk.expectUntouched() }
            try former.expectRepaired()
            let log = try #require(try bench.content(of: stick).logs.first)
            #expect(log.volumeOutcomes.count { $0.outcome == .repaired } == 1)
            let refused = log.volumeOutcomes.filter { $0.outcome == .refused }
            #expect(refused.count { $0.code == ReasonCode.readOnly.rawValue } == 1)
            #expect(refused.count { $0.code == ReasonCode.dynamicDisk.rawValue } >= 8)
            for words in [
                "one half of the mirror", "has missed a change of the volumes", "the same volume as", "striped volume",
                "RAID 5 volume",
            ] {
                #expect(refused.contains { $0.reason.contains(words) }, "\(words)")
            }
            #expect(log.notes(NoteCode.raidMember.rawValue).count == 1)
        }
    }

    @Test("a Windows on a USB disk neither names the machine nor makes it done", .needsFixtures)
    func windowsToGo() async throws {
        try await Bench.with { bench in
            let own = try bench.disk(.fixture("bitlocker"))
            let other = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct(
                    [.usbStick(stick), .usbStick(other.path), .nvme(own.path)], "unloop.ask=never"),
                picture: "windows-to-go")
            #expect(page.outcome == "locked")
            try own.expectUntouched()
            try other.expectUntouched()
            let log = try #require(try bench.content(of: stick).logs.first)
            #expect(log.volumeOutcomes.contains { $0.code == ReasonCode.removableDisk.rawValue })
            #expect(RecoverySummary(log).computers == [])
        }
    }

    @Test("a disk that appears late, when only data was found yet, is waited for", .needsFixtures)
    func late() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let data = try bench.disk(.fixture("no-windows"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct([.usbStick(stick), .nvme(data.path)], "unloop.removable=repair"), picture: "late-disk",
                during: { machine in
                    try await machine.wait(for: "waiting up to 30 s for slow disks", timeout: Bench.patience)
                    try machine.plugStick(disk.path, named: "slow")
                })
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            try data.expectUntouched()
        }
    }

    @Test("a disk that was taken out of its machine is repaired where the settings say so")
    func removableRepaired() async throws {
        try await Bench.with { bench in
            let disk = try bench.disk(.own("base-gpt"))
            let stick = try bench.stick()
            let page = try await bench.boot(
                bench.direct(
                    [.usbStick(stick), .usbStick(disk.path)], "unloop.removable=repair", "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
        }
    }
}

/// The NTFS volume of a disk that `scripts/make-dynamic-disks` made: it ends where the database's megabyte begins or before.
private struct DynamicVolumeContent {
    let partition: PartitionTable.Partition?

    init(_ disk: MachineDisk) {
        partition = try? PartitionTable(of: disk.original).partitions.max { $0.size < $1.size }
    }

    func files(of image: String) throws -> [String: String] {
        let partition = try #require(partition)
        let start = try #require(try Self.bootSector(of: image, near: partition.start))
        return try NTFSListing.files(
            image: image, partitionStart: start, size: partition.size - (start - partition.start)
        )
        .mapValues { "\($0)" }
    }

    /// An MBR's partition of type 42h covers the whole disk; the volume begins at 1 MiB.
    private static func bootSector(of image: String, near start: Int64) throws -> Int64? {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: image))
        defer { try? file.close() }
        return try [start, 1 << 20].first { place in
            try file.seek(toOffset: UInt64(place) + 3)
            return try file.read(upToCount: 8) == Data("NTFS    ".utf8)
        }
    }
}

extension Bench {
    /// Two dynamic disks with the same volume in both.
    fileprivate func dynamicDisks(_ words: String..., of volume: String) throws -> [String] {
        let script = Fixtures.packageRoot.appendingPathComponent("scripts/make-dynamic-disks").path
        let name = words.joined().filter { $0.isLetter || $0.isNumber }
        let disks = ["a", "b"].map { folder.appendingPathComponent("\(name)-\($0).img").path }
        try Shell.run(["python3", script] + words + [volume, volume] + disks)
        return disks
    }

    /// The `C:` of a broken disk, in a file of its own.
    fileprivate func systemVolume() throws -> String {
        let disk = try BrokenDisk.own("base-gpt").make(in: folder).images[0]
        let partition = try #require(try PartitionTable(of: disk).partitions.first { $0.number == 3 })
        let volume = folder.appendingPathComponent("volume.ntfs").path
        try DiskComparison.extract(disk, offset: partition.start, size: partition.size, to: volume)
        return volume
    }
}

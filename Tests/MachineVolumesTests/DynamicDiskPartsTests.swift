import Foundation
import LinuxSystem
import TestSupport
import Testing
import Vocabulary

@testable import MachineVolumes

/// What may be done to the partitions of dynamic disks that `scripts/make-dynamic-disks` makes, by all disks together.
@Suite("Parts of dynamic disks", .enabled(if: Shell.has("python3"), "needs python3"))
struct DynamicDiskPartsTests {
    private static let volumeSize = 1 << 20

    /// A disk with its one partition, which holds the whole volume.
    private struct Disk {
        let disk: BlockDevice
        let partition: BlockDevice
    }

    /// The first sector of an NTFS volume.
    private static func volume(serial: UInt8 = 1) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: volumeSize)
        bytes.replaceSubrange(0..<11, with: [0xEB, 0x52, 0x90] + Array("NTFS    ".utf8))
        bytes[72] = serial
        return bytes
    }

    /// Two disks, of which the script has made the content.
    private static func make(_ words: String..., names: [String], in root: String) throws -> [Disk] {
        let source = "\(root)/volume"
        try Data(volume()).write(to: URL(filePath: source))
        let paths = names.map { "\(root)/image-\($0)" }
        let script = Fixtures.packageRoot.appendingPathComponent("scripts/make-dynamic-disks").path
        try Shell.run(["python3", script] + words + [source, source] + paths)
        return try zip(names, paths).map { name, path in
            let bytes = try Array(Data(contentsOf: URL(filePath: path)))
            let start = bytes[446 + 4] == 0xEE ? 34_816 * 512 : 2048 * 512
            return Disk(
                disk: try imageDevice(name, bytes, in: root),
                partition: try imageDevice("\(name)1", volume(), partitionOf: name, start: start, in: root))
        }
    }

    /// Why each partition is not written, and what is allowed by its own disk alone.
    private func refusals(
        _ disks: [Disk], plain: [BlockDevice] = [], in parts: DynamicDiskParts = DynamicDiskParts()
    ) -> [String?] {
        let partitions = disks.map(\.partition) + plain
        for disk in disks { parts.read(disk.disk) }
        let permissions = partitions.map { parts.permission(for: $0) }
        return zip(partitions, permissions).map { partition, permission in
            switch permission {
            case .all: parts.refusal(for: partition)
            case .looks(let reason), .nothing(let reason): reason
            }
        }
    }

    private func scratch(_ body: (String) throws -> Void) throws {
        try withTemporaryFolder { try body($0.resolvingSymlinksInPath().path) }
    }

    @Test(arguments: ["--mbr", "--gpt", "--mixed"]) func halvesAreNotWrittenAndWholeVolumesAre(table: String) throws {
        try scratch { root in
            let halves = try Self.make(table, "--kind", "mirrored", names: ["sda", "sdb"], in: root)
            for reason in refusals(halves) { #expect(reason?.contains("one half of the mirror") == true) }
            // Nor is one whose other half is not there.
            for half in halves { #expect(refusals([half]).allSatisfy { $0 != nil }) }
            let simple = try Self.make(table, "--kind", "simple", names: ["sdc", "sdd"], in: root)
            #expect(refusals(simple) == [nil, nil])
            #expect(refusals(halves + simple).suffix(2) == [nil, nil])
        }
    }

    @Test func aVolumeThatIsAHalfByAnotherDisksDatabaseIsNotWritten() throws {
        try scratch { root in
            let current = try Self.make(
                "--gpt", "--kind", "simple", "--group", "g", "--generation", "2", names: ["sda", "sdb"], in: root)
            let outdated = try Self.make(
                "--gpt", "--kind", "mirrored", "--group", "g", names: ["sdc", "sdd"], in: root)
            #expect(refusals([current[0]]) == [nil])
            let reasons = refusals([current[0], outdated[1]])
            #expect(reasons[0]?.contains("Disk2 of its group has missed a change of the volumes") == true)
            #expect(reasons[1]?.contains("one half of the mirror") == true)
            // A copy of a disk is there beside it.
            let copy = try Self.make(
                "--gpt", "--kind", "simple", "--group", "g", "--generation", "2", names: ["sde", "sdf"], in: root)
            #expect(refusals([current[0], copy[0]])[0]?.contains("is there twice") == true)
        }
    }

    @Test func aHalfOnADiskThatIsDynamicNoLongerIsNotWritten() throws {
        try scratch { root in
            let halves = try Self.make("--mixed", "--kind", "mirrored", names: ["sda", "sdb"], in: root)
            let twin = try imageDevice("sdc1", Self.volume(), partitionOf: "sdc", in: root)
            let other = try imageDevice("sdd1", Self.volume(serial: 2), partitionOf: "sdd", in: root)
            let reasons = refusals([halves[1]], plain: [twin, other])
            #expect(reasons[1]?.contains("the same volume as") == true && reasons[2] == nil)
            // A copy of a mirror that is whole is somebody's backup.
            #expect(refusals(halves, plain: [twin])[2] == nil)
        }
    }

    @Test func aPartitionOfDynamicDisksOfWhichNothingIsKnownIsNotTouched() throws {
        try scratch { root in
            let simple = try Self.make("--gpt", "--kind", "simple", names: ["sda", "sdb"], in: root)
            let parts = DynamicDiskParts()
            let type = "af9b60a0-1431-4f62-bc68-3311714a69ad"
            guard case .nothing = parts.permission(for: simple[0].partition, type: type) else {
                Issue.record("a disk that was not read")
                return
            }
            parts.read(simple[0].disk)
            #expect(parts.permission(for: simple[0].partition, type: type) == .all)
            let elsewhere = try imageDevice("sda2", Self.volume(), partitionOf: "sda", start: 34 * 512, in: root)
            guard case .nothing = parts.permission(for: elsewhere, type: type) else {
                Issue.record("a place of which the database says nothing")
                return
            }
        }
    }
}

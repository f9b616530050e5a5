import Foundation
import RecoveryLog
import RecoveryLogReader
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Sticks as `unloop write` makes them: larger than the image, with their log partition grown.
@Suite(
    "Written sticks", .needsImage, .needs(.bios), .needs(.uefi(secureBoot: true)), .needsDiskTools, .needsLoopDevices,
    .enabled(if: UnloopCommand.path != nil, "needs the compiled unloop"))
struct WrittenStickTests {
    @Test(
        "boots, repairs, and keeps its log where it was grown; the tables and file systems are clean afterwards",
        arguments: [Firmware.bios, .uefi(secureBoot: true)])
    func grown(_ firmware: Firmware) async throws {
        try await Bench.with { bench in
            let stick = try bench.writtenStick(size: 1 << 30, "--label", "Ward 7")
            let written = bench.folder.appendingPathComponent("written.img").path
            try DiskComparison.copy(stick, to: written)
            let disk = try bench.disk(.own("base-gpt"))
            let page = try await bench.boot(
                VirtualMachine.Configuration(firmware: firmware, devices: [.usbStick(stick), .nvme(disk.path)]))
            #expect(page.outcome == "repaired")
            try disk.expectRepaired()
            let content = try StickContent(stick: stick, original: written, scratch: bench.folder)
            let log = try content.expectLog(
                .repaired, of: [disk], secureBoot: firmware == .bios ? .unsupported : .on)
            #expect(log.start?.label == "Ward 7")
            let partition = try #require(try PartitionTable(of: stick).partitions.last)
            #expect(partition.name == "UNLOOP-LOG")
            #expect(partition.range.upperBound == 1 << 30 - 1 << 20)
            let check = try Shell.run("sgdisk", "-v", stick)
            #expect(check.contains("No problems found"), "\(check)")
        }
    }
}

extension Bench {
    /// A stick that `unloop write` has written and verified, through a loop device.
    fileprivate func writtenStick(size: Int64, _ options: String...) throws -> String {
        let stick = folder.appendingPathComponent("written-stick.img").path
        guard let unloop = UnloopCommand.path else { throw BenchError("unloop is not compiled") }
        try Shell.run("truncate", "--size", "\(size)", stick)
        let loop = try Shell.run("losetup", "--find", "--show", stick).trimmingCharacters(in: .whitespacesAndNewlines)
        defer { _ = try? Shell.run("losetup", "--detach", loop) }
        try Shell.run(
            [unloop, "write", ImageUnderTest.stick, loop, "--allow-fixed", "--serial", "written-stick.img", "--yes"]
                + options)
        return stick
    }
}

extension Trait where Self == ConditionTrait {
    fileprivate static var needsLoopDevices: Self {
        .enabled(
            if: getuid() == 0 && Shell.has("losetup", "sgdisk") && access("/dev/loop-control", W_OK) == 0,
            "needs root, loop devices and gdisk")
    }
}

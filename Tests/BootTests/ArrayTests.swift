import Foundation
import TestSupport
import Testing
import VMLab
import Vocabulary

/// Windows on a mirror of Intel's firmware RAID (RST), made by mdadm in the rescue shell.
@Suite("Arrays", .needsImage, .needs(.bios), .needsDiskTools)
struct ArrayTests {
    /// Room for Intel's metadata, which lies at the end of each member.
    private static let room: Int64 = 16 << 20

    @Test(
        "a mirror is repaired on both disks, half of it is only looked at, one with nothing to remove stays as it was")
    func mirror() async throws {
        try await Bench.with { bench in
            let source = try bench.disk(.own("base-gpt"))
            let size = try Self.size(of: source.path)
            let members = try ["first", "second"].map { name in
                let path = bench.folder.appendingPathComponent("\(name).img").path
                try Shell.run("truncate", "-s", "\(size + Self.room)", path)
                return path
            }
            try await Self.makeMirror(of: source.path, size: size, on: members, bench: bench)

            // Intel's metadata know the members by their serial numbers, and those follow from the place among the devices.
            let disks = members.map { VirtualMachine.Device.ahci($0) }
            let half = try MachineDisk(members[0], delete: [])
            let alone = try await bench.boot(
                bench.direct([disks[0], .usbStick(try bench.stick("alone"))], "unloop.then=poweroff"))
            #expect(alone.outcome == "refused" && alone.code == ReasonCode.arrayMember.rawValue)
            try half.expectUntouched()

            let page = try await bench.boot(
                bench.direct(disks + [.usbStick(try bench.stick("stick"))], "unloop.then=poweroff"))
            #expect(page.outcome == "repaired")
            // The volume of a mirror begins where its members do.
            try DiskComparison.extract(members[0], offset: 0, size: size, to: source.path)
            try source.expectRepaired()
            #expect(try DiskComparison.differingRanges(members[0], members[1]) == [])

            let repaired = try members.map { try MachineDisk($0, delete: []) }
            let second = try await bench.boot(
                bench.direct(disks + [.usbStick(try bench.stick("other"))], "unloop.then=poweroff"))
            #expect(second.outcome == "nothing-to-do")
            for member in repaired { try member.expectUntouched() }
        }
    }

    private static func makeMirror(of source: String, size: Int64, on members: [String], bench: Bench) async throws {
        var configuration = try bench.direct(
            members.map { .ahci($0) } + [.virtioBlock(source)], "unloop.mode=shell")
        bench.prepare(&configuration)
        try await VirtualMachine.run(configuration) { machine in
            try await machine.waitForPrompt("unloop# ", timeout: Bench.patience)
            let commands = [
                "export IMSM_NO_PLATFORM=1", "until [ -b /dev/vda ] && [ -b /dev/sdb ]; do sleep 1; done",
                "mdadm -C /dev/md/imsm0 -e imsm -n 2 /dev/sda /dev/sdb --run",
                "mdadm -C /dev/md/vol0 -l 1 -n 2 /dev/md/imsm0 --run --assume-clean",
                "dd if=/dev/vda of=/dev/md/vol0 bs=1M count=\(size >> 20)", "mdadm --wait-clean --scan",
                "mdadm --stop --scan",
            ]
            for (number, command) in commands.enumerated() {
                try machine.sendSerial("\(command) && echo step-$((\(number)+1)) done\n")
                try await machine.wait(for: "step-\(number + 1) done", timeout: Bench.patience)
            }
            try machine.sendSerial("poweroff -f\n")
            try await machine.waitForExit(timeout: Bench.patience)
        }
    }

    private static func size(of path: String) throws -> Int64 {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.size] as? Int64)
    }
}

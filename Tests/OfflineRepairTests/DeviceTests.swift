import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import DiskFormats
@testable import OfflineRepair

@Suite(
    "Disks that are devices",
    .enabled(
        if: geteuid() == 0 && Shell.has("losetup", "mkfs.ext4", "mount", "umount")
            && access("/dev/loop-control", W_OK) == 0
            && SampleDisk.tools, "needs root, loop devices, qemu-utils and e2fsprogs"))
struct DeviceTests {
    private func withLoop(_ path: String, _ body: (String) throws -> Void) throws {
        let device = try Shell.run("losetup", "--find", "--show", path).filter { !$0.isNewline }
        defer { _ = try? Shell.run("losetup", "--detach", device) }
        try body(device)
    }

    private func expectInUse(_ path: String, location: SourceLocation = #_sourceLocation) {
        let error = #expect(throws: OfflineRepairError.self, sourceLocation: location) { try OfflineDisk(path) }
        #expect(error?.code == .diskInUse, "\(String(describing: error))", sourceLocation: location)
    }

    @Test("A mounted device, and the file behind a loop device, are refused")
    func mounted() throws {
        let folder = try ScratchFolder()
        let path = try SampleDisk.raw.make(in: folder)
        try withLoop(path) { device in
            expectInUse(path)
            #expect(throws: Never.self) { try OfflineDisk(device) }
            try Shell.run("mkfs.ext4", "-q", device)
            let target = folder("mounted")
            try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
            try Shell.run("mount", device, target)
            expectInUse(device)
            try Shell.run("umount", target)
            let disk = try OfflineDisk(device)
            #expect(throws: (any Error).self, "nobody mounts it meanwhile") { try Shell.run("mount", device, target) }
            withExtendedLifetime(disk) {}
        }
    }

    /// A guest may write the head of any container to the start of its disk.
    @Test("A device is raw, whatever stands at its start")
    func isRaw() throws {
        let folder = try ScratchFolder()
        let path = try SampleDisk.qcow2.make(in: folder)
        try Shell.run("truncate", "-s", "8M", path)
        try withLoop(path) { device in
            let disk = try OfflineDisk(device)
            #expect(disk.disk == VirtualDisk(format: .raw, layout: .flat, size: 8 << 20, sectorSize: 512))
            #expect("\(disk.node)".hasPrefix("driver=host_device,filename=\(device)"))
        }
    }
}

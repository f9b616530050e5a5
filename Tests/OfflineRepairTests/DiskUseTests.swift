import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import DiskFormats
@testable import OfflineRepair

@Suite("Disks that must not be written", .enabled(if: SampleDisk.tools, "needs qemu-utils and util-linux"))
struct DiskUseTests {
    private func expect(
        _ code: OfflineRepairError.Code, _ path: String, location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: OfflineRepairError.self, sourceLocation: location) { try OfflineDisk(path) }
        #expect(error?.code == code, "\(String(describing: error))", sourceLocation: location)
        #expect(error?.message.contains((path as NSString).lastPathComponent) == true, sourceLocation: location)
    }

    @Test func oneThatAnotherProgramHasOpen() throws {
        let folder = try ScratchFolder()
        let path = try SampleDisk.raw.make(in: folder)
        #expect(throws: Never.self) { try OfflineDisk(path) }
        let other = try FileBytes(path)
        expect(.diskInUse, path)
        withExtendedLifetime(other) {}
    }

    @Test func oneThatAnotherProgramHadOpen() throws {
        let folder = try ScratchFolder()
        let path = try SampleDisk.raw.make(in: folder)
        do { _ = try FileBytes(path) }
        #expect(throws: Never.self) { try OfflineDisk(path) }
    }

    @Test func oneThatAVirtualMachineHasOpenAndTheOtherWayRound() throws {
        let folder = try ScratchFolder()
        let path = try SampleDisk.qcow2.make(in: folder)
        let work = try ApplianceFolder()
        let options = QEMUOptions("qcow2").with("file", QEMUOptions("file").with("filename", path))
        let store = try NetworkBlockStore(options, isReadOnly: false, folder: work.path, name: path)
        expect(.diskInUse, path)
        try store.close()
        let held = try OfflineDisk(path)
        let error = #expect(throws: OfflineRepairError.self) {
            try NetworkBlockStore(options, isReadOnly: false, folder: work.path, name: path)
        }
        #expect(error?.message.contains("lock") == true, "\(String(describing: error))")
        withExtendedLifetime(held) {}
    }

    @Test func parentsOfOtherDisks() throws {
        for (sample, words) in [
            (SampleDisk.qcow2, ["-f", "qcow2", "-F", "qcow2"]), (.sparseVMDK, ["-f", "vmdk", "-F", "vmdk"]),
        ] {
            let folder = try ScratchFolder()
            let base = try sample.make(in: folder, name: "base")
            #expect(throws: Never.self) { try OfflineDisk(base) }
            let child = folder("child.\(sample.ending)")
            try Shell.run(["qemu-img", "create", "-q"] + words + ["-b", base, child])
            expect(.diskHasChildren, base)
            let error = #expect(throws: VirtualDiskError.self) { try OfflineDisk(child) }
            #expect(error?.code == .hasParent)
        }
    }

    /// libvirt names a child after its snapshot, VirtualBox keeps it in a folder.
    @Test func parentsOfDisksWithOtherNames() throws {
        let folder = try ScratchFolder()
        let base = try SampleDisk.qcow2.make(in: folder, name: "web01")
        try Shell.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", base, folder("web01.snap1")])
        expect(.diskHasChildren, base)
        let other = try ScratchFolder()
        let disk = try SampleDisk.vdi.make(in: other)
        #expect(throws: Never.self) { try OfflineDisk(disk) }
        var child = try [UInt8](Data(contentsOf: URL(fileURLWithPath: disk)))
        child[76] = 4
        child.replaceSubrange(424..<440, with: child[392..<408])
        try FileManager.default.createDirectory(atPath: other("Snapshots"), withIntermediateDirectories: true)
        try other.write("Snapshots/{1}.vdi", child)
        expect(.diskHasChildren, disk)
    }

    @Test func disksOfSuspendedMachines() throws {
        let folder = try ScratchFolder()
        let path = try SampleDisk.vhdx.make(in: folder)
        try folder.write("machine.vmrs", [UInt8](repeating: 0, count: 60_000))
        #expect(throws: Never.self) { try OfflineDisk(path) }
        try folder.write("machine.vmss", [1])
        expect(.machineSuspended, path)
    }

    @Test func whatIsNoDisk() throws {
        let folder = try ScratchFolder()
        expect(.diskUnreadable, folder("missing.raw"))
        expect(.diskUnreadable, folder.path)
    }

    @Test func aMachineFolderHasOneRunAtATime() throws {
        let folder = try ScratchFolder()
        let first = try MachineFolder(folder("web01"))
        let error = #expect(throws: OfflineRepairError.self) { try MachineFolder(folder("web01")) }
        #expect(error?.code == .busy)
        withExtendedLifetime(first) {}
    }
}

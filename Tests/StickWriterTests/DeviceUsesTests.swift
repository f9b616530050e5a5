import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import StickWriter

@Suite("What disks are used for") struct DeviceUsesTests {
    private func with(_ body: (FakeSystem) throws -> Void) throws {
        try withTemporaryFolder { folder in try body(FakeSystem(folder: folder)) }
    }

    private func mount(_ device: String, _ target: String, type: String = "ext4", source: String = "none") -> String {
        "20 1 \(device) / \(target) rw,relatime shared:1 - \(type) \(source) rw"
    }

    @Test("the system's disk behind a partition, and another that is mounted")
    func partitions() throws {
        try with { system in
            try system.add("sda", number: "8:0")
            try system.addPartition(1, of: "sda", device: "8:1")
            try system.add("sdb", number: "8:16")
            try system.addPartition(1, of: "sdb", device: "8:17")
            try system.add("sdc", number: "8:32")
            let uses = system.uses(mounts: [
                mount("8:1", "/boot"), mount("8:17", "/media/my\\040stick"), mount("0:5", "/proc"),
            ])
            #expect(uses == ["sda": [.systemDisk(folder: "/boot")], "sdb": [.mounted(folder: "/media/my stick")]])
        }
    }

    @Test("a root on device-mapper over RAID over two disks")
    func stacked() throws {
        try with { system in
            for (name, number) in [("sda", "8:0"), ("sdb", "8:16"), ("sdc", "8:32")] {
                try system.add(name, number: number)
            }
            try system.addPartition(2, of: "sda", device: "8:2")
            try system.addPartition(2, of: "sdb", device: "8:18")
            try system.add("md0", number: "9:0", path: "virtual", ["slaves/sda2": "", "slaves/sdb2": ""])
            try system.add("dm-0", number: "254:0", path: "virtual", ["slaves/md0": "", "dm/name": "vg-root"])
            let uses = system.uses(mounts: [mount("254:0", "/")])
            #expect(uses["sda"] == [.systemDisk(folder: "/"), .held(by: "vg-root"), .held(by: "md0")])
            #expect(uses["sdb"] == uses["sda"])
            #expect(uses["sdc"] == nil)
        }
    }

    @Test("a disk that something is made of is in use though nothing is mounted")
    func held() throws {
        try with { system in
            try system.add("sda", number: "8:0")
            try system.add("dm-3", number: "254:3", path: "virtual", ["slaves/sda": "", "dm/name": "luks-stick"])
            #expect(system.uses(mounts: []) == ["sda": [.held(by: "luks-stick")]])
        }
    }

    @Test("btrfs on several devices, of which the mount names one")
    func btrfs() throws {
        try with { system in
            for (name, number) in [("sda", "8:0"), ("sdb", "8:16"), ("sdc", "8:32")] {
                try system.add(name, number: number)
            }
            for name in ["sda", "sdb"] {
                let path = system.folder.appendingPathComponent("fs/btrfs/1234/devices/\(name)")
                try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            }
            let uses = system.uses(mounts: [mount("0:31", "/home", type: "btrfs", source: "/dev/sda")])
            #expect(uses == ["sda": [.systemDisk(folder: "/home")], "sdb": [.systemDisk(folder: "/home")]])
        }
    }

    @Test("a mounted loop device over a disk, and swap on a partition")
    func loopsAndSwap() throws {
        try with { system in
            try system.add("nosuchsda", number: "8:0")
            try system.add("nosuchsdb", number: "8:16")
            try system.addPartition(1, of: "nosuchsdb", device: "8:17")
            try system.add("loop3", number: "7:3", path: "virtual", ["loop/backing_file": "/dev/nosuchsda"])
            let uses = system.uses(mounts: [mount("7:3", "/mnt")], swaps: "/dev/nosuchsdb1 partition 1 0 -2\n")
            #expect(uses["loop3"] == [.mounted(folder: "/mnt")])
            #expect(uses["nosuchsda"] == [.mounted(folder: "/mnt"), .held(by: "loop3")])
            #expect(uses["nosuchsdb"] == [.swap])
        }
    }

    @Test("two loop devices over one file under two names, and one over a file that is swapped to or mounted itself")
    func files() throws {
        try with { system in
            func file(_ name: String) throws -> String {
                let file = system.folder.appendingPathComponent(name)
                try Data(name.utf8).write(to: file)
                return file.path
            }
            let (shared, swap, mounted) = (try file("shared"), try file("swap"), try file("mounted"))
            try FileManager.default.linkItem(atPath: shared, toPath: shared + "2")
            let loops = [shared, shared + "2", swap, mounted, try file("free")]
            for (number, file) in loops.enumerated() {
                try system.add("loop\(number)", number: "7:\(number)", path: "virtual", ["loop/backing_file": file])
            }
            let uses = system.uses(
                mounts: [mount("7:1", "/mnt"), mount("0:40", "/image", type: "erofs", source: mounted)],
                swaps: "\(swap) file 1 0 -2\n")
            #expect(uses["loop0"] == [.mounted(folder: "/mnt"), .held(by: "loop1")])
            #expect(uses["loop1"] == [.mounted(folder: "/mnt"), .held(by: "loop0")])
            #expect(uses["loop2"] == [.swap])
            #expect(uses["loop3"] == [.mounted(folder: "/image")])
            #expect(uses["loop4"] == nil)
        }
    }
}

@Suite("Which disks may be written") struct StickCandidateTests {
    private func candidate(
        _ files: [String: String] = [:], name: String = "sdb", path: String = "pci0/usb1/1-1/host6",
        uses: [StickRefusal] = [], needed: Int64 = 100 << 20, isWritable: Bool = true
    ) throws -> StickCandidate {
        try withTemporaryFolder { folder in
            let system = FakeSystem(folder: folder)
            try system.add(name, number: "8:16", path: path, files)
            let device = try #require(system.devices.first)
            return StickCandidate(device: device, content: "", uses: uses, needed: needed, isWritable: isWritable)
        }
    }

    @Test("a stick, and a USB hard disk that denies being removable")
    func allowed() throws {
        #expect(try candidate(["removable": "1"], path: "pci0/host3").refusals == [])
        #expect(try candidate().refusals == [])
        #expect(try candidate().isRemovable)
    }

    @Test("what speaks against a disk")
    func refused() throws {
        #expect(try candidate(path: "pci0/ata1/host0").refusals == [.notRemovable])
        #expect(try candidate(["ro": "1"], isWritable: false).refusals == [.readOnly])
        #expect(try candidate(["queue/logical_block_size": "4096"]).refusals == [.largeSectors(4096)])
        #expect(try candidate(["size": "204799"]).refusals == [.tooSmall(needed: 100 << 20)])
        #expect(try candidate(["size": "204800"]).refusals == [])
        #expect(try candidate(isWritable: false).refusals == [.noAccess(path: "/dev/sdb")])
        #expect(try candidate(uses: [.mounted(folder: "/mnt"), .swap]).refusals == [.mounted(folder: "/mnt"), .swap])
        #expect(
            try candidate(uses: [.held(by: "dm-0"), .systemDisk(folder: "/")], isWritable: false).refusals
                == [.systemDisk(folder: "/")])
    }

    @Test("a loop device is fixed, and its serial number is its file's name")
    func loop() throws {
        let loop = try candidate(["loop/backing_file": "/tmp/a stick.img"], name: "loop3", path: "virtual")
        #expect(loop.refusals == [.notRemovable])
        #expect(loop.serial == "a stick.img")
    }
}

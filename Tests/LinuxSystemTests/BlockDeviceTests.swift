import Glibc
import TestSupport
import Testing

@testable import LinuxMachine
@testable import LinuxSystem

/// A tree that looks like /sys for the disks of one machine.
private struct FakeSysfs {
    let root: String

    func add(disk: String, at path: String, sectors: Int, files: [String: String] = [:]) throws {
        let directory = "\(root)/devices/\(path)"
        try writeFile("\(directory)/dev", "259:0\n")
        try writeFile("\(directory)/size", "\(sectors)\n")
        try writeFile("\(directory)/ro", "0\n")
        try writeFile("\(directory)/uevent", "MAJOR=259\nDEVNAME=\(disk.replacing("!", with: "/"))\nDEVTYPE=disk\n")
        for (name, text) in files { try writeFile("\(directory)/\(name)", text) }
        try link(disk, to: path)
    }

    func add(partition: String, at path: String, number: Int, start: Int, sectors: Int) throws {
        let files = ["partition": "\(number)\n", "start": "\(start)\n"]
        try add(disk: partition, at: path, sectors: sectors, files: files)
    }

    func link(_ name: String, to path: String) throws {
        try Mount.makeDirectory("\(root)/class/block")
        symlink("../../devices/\(path)", "\(root)/class/block/\(name)")
    }
}

@Suite struct BlockDeviceTests {
    @Test func describesAnNVMeDiskAndItsPartitions() throws {
        try withScratch { folder in
            let sysfs = FakeSysfs(root: folder)
            let disk = "pci0000:00/0000:00:1d.0/0000:3d:00.0/nvme/nvme0/nvme0n1"
            try sysfs.add(
                disk: "nvme0n1", at: disk, sectors: 2048,
                files: [
                    "removable": "0\n", "wwid": "eui.0025388b\n", "device/model": "ACME 980 PRO   \n",
                    "device/serial": "S5GX   \n",
                ])
            try sysfs.add(partition: "nvme0n1p10", at: "\(disk)/nvme0n1p10", number: 10, start: 1024, sectors: 8)
            try sysfs.add(partition: "nvme0n1p3", at: "\(disk)/nvme0n1p3", number: 3, start: 34, sectors: 100)
            try Mount.makeDirectory("\(folder)/devices/\(disk)/nvme0n1p3/holders/dm-0")

            let devices = BlockDevice.all(sysfs: folder)
            #expect(devices.map(\.name) == ["nvme0n1", "nvme0n1p3", "nvme0n1p10"])
            let partition = try #require(devices.dropFirst().first)
            #expect(partition.path == "/dev/nvme0n1p3")
            #expect(partition.number == "259:0")
            #expect(partition.size == 51_200)
            #expect(partition.partition == BlockDevice.Placement(disk: "nvme0n1", number: 3, start: 17_408))
            #expect(partition.diskName == "nvme0n1")
            #expect(partition.bus == .nvme)
            #expect(partition.model == "ACME 980 PRO")
            #expect(partition.serial == "S5GX")
            #expect(partition.worldWideName == "eui.0025388b")
            #expect(partition.holders == ["dm-0"])
            #expect(!partition.isReadOnly && !partition.isRemovable)
        }
    }

    @Test func findsAUSBSticksSerialAboveIt() throws {
        try withScratch { folder in
            let usb = "pci0000:00/0000:00:14.0/usb2/2-1"
            try FakeSysfs(root: folder).add(
                disk: "sdb", at: "\(usb)/2-1:1.0/host6/target6:0:0/6:0:0:0/block/sdb", sectors: 8,
                files: ["removable": "1\n", "device/vendor": "SanDisk \n", "device/model": "Ultra Fit\n"])
            try writeFile("\(folder)/devices/\(usb)/serial", "4C53000\n")
            let stick = try #require(BlockDevice(name: "sdb", sysfs: folder))
            #expect(stick.bus == .usb)
            #expect(stick.isRemovable)
            #expect(stick.model == "SanDisk Ultra Fit")
            #expect(stick.serial == "4C53000")
            #expect(stick.partition == nil && stick.diskName == "sdb")
        }
    }

    @Test func leavesOutMemoryLoopsAndWhatHasNoMedium() throws {
        try withScratch { folder in
            let sysfs = FakeSysfs(root: folder)
            for name in ["ram0", "loop3", "zram0", "fd0"] {
                try sysfs.add(disk: name, at: "virtual/block/\(name)", sectors: 8)
            }
            try sysfs.add(disk: "sdc", at: "pci0/usb1/1-1/host1/block/sdc", sectors: 0)
            try sysfs.add(disk: "sdd", at: "pci0/usb1/1-2/host2/block/sdd", sectors: Int.max)
            try sysfs.link("sde", to: "gone")
            try sysfs.add(disk: "cciss!c0d0", at: "pci0/cciss0/c0d0/block/cciss!c0d0", sectors: 8)
            try sysfs.add(disk: "dm-1", at: "virtual/block/dm-1", sectors: 8, files: ["dm/name": "look\n"])
            let devices = BlockDevice.all(sysfs: folder)
            #expect(devices.map(\.path) == ["/dev/cciss/c0d0", "/dev/dm-1"])
            #expect(devices.last?.mappedName == "look")
        }
    }

    @Test(arguments: [
        ("/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda", DeviceBus.ata),
        ("/devices/pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0/block/sdb", .usb),
        ("/devices/pci0000:00/0000:02:00.0/host2/target2:2:0/2:2:0:0/block/sdc", .scsi),
        ("/devices/pci0000:00/0000:00:05.0/virtio1/block/vda", .virtio),
        ("/devices/pci0000:00/0000:00:05.0/virtio1/host3/target3:0:0/3:0:0:0/block/sda", .virtio),
        ("/devices/pci10000:e0/10000:e0:06.0/10000:e1:00.0/nvme/nvme0/nvme0n1", .nvme),
        ("/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1", .nvme),
        ("/devices/pci0000:00/0000:00:1a.0/mmc_host/mmc0/mmc0:0001/block/mmcblk0", .mmc),
        ("/devices/LNXSYSTM:00/device:07/VMBUS:01/f8b3781a/host1/target1:0:0/1:0:0:0/block/sda", .hyperV),
        ("/devices/vbd-51712/block/xvda", .xen),
        ("/devices/virtual/block/dm-0", .mapped),
        ("/devices/virtual/block/md127", .raid),
        ("/devices/platform/floppy.0/block/fd0", .other),
        ("", .other),
    ])
    func tellsTheBus(_ path: String, _ bus: DeviceBus) {
        #expect(DeviceBus(devicePath: path) == bus)
    }

    @Test func readsTheSerialNumberPage() {
        #expect(DiskIdentity.serial(vitalProductData: [0, 0x80, 0, 5] + Array(" AB12".utf8)) == "AB12")
        #expect(DiskIdentity.serial(vitalProductData: [0, 0x80, 0, 2] + Array("AB12".utf8)) == "AB")
        #expect(DiskIdentity.serial(vitalProductData: [0, 0x80, 0xFF, 0xFF] + Array("AB".utf8)) == "AB")
        #expect(DiskIdentity.serial(vitalProductData: [0, 0x83, 0, 2] + Array("AB".utf8)) == nil)
        #expect(DiskIdentity.serial(vitalProductData: [0, 0x80, 0, 0]) == nil)
        #expect(DiskIdentity.serial(vitalProductData: [0, 0x80]) == nil)
    }

    @Test func joinsVendorAndProductOnce() {
        #expect(DiskIdentity.joined(vendor: "QEMU", product: "QEMU HARDDISK") == "QEMU HARDDISK")
        #expect(DiskIdentity.joined(vendor: "Dell", product: "PERC H740P") == "Dell PERC H740P")
        #expect(DiskIdentity.joined(vendor: nil, product: nil) == nil)
    }

    @Test func waitsForANodeNoLongerThanTold() throws {
        try withScratch { folder in
            try FakeSysfs(root: folder).add(disk: "nosuch0", at: "pci0/nosuch0", sectors: 8)
            let device = try #require(BlockDevice(name: "nosuch0", sysfs: folder))
            #expect(!device.waitForNode(timeoutMilliseconds: 30))
        }
    }
}

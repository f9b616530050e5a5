import Foundation
import LinuxSystem

@testable import StickWriter

/// Block devices as sysfs would show them, in a folder.
struct FakeSystem {
    let folder: URL

    /// A device with the files of its folder in /sys/class/block. A name with a slash is a partition of a disk.
    func add(_ name: String, number: String, path: String = "pci0", _ files: [String: String] = [:]) throws {
        let device = folder.appendingPathComponent("devices/\(path)/block/\(name)")
        let base = name.split(separator: "/").last.map(String.init) ?? name
        let all = ["dev": number, "size": "2048000", "removable": "0", "uevent": "DEVNAME=\(base)"].merging(files) {
            $1
        }
        for (file, content) in all {
            let target = device.appendingPathComponent(file)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data((content + "\n").utf8).write(to: target)
        }
        let links = folder.appendingPathComponent("class/block")
        try FileManager.default.createDirectory(at: links, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(at: links.appendingPathComponent(base), withDestinationURL: device)
    }

    func addPartition(_ number: Int, of disk: String, device: String, path: String = "pci0") throws {
        try add("\(disk)/\(disk)\(number)", number: device, path: path, ["partition": "\(number)", "start": "2048"])
    }

    var devices: [BlockDevice] { BlockDevice.all(sysfs: folder.path, includingLoops: true) }

    /// What each disk is used for, by its name.
    func uses(mounts: [String], swaps: String = "") -> [String: [StickRefusal]] {
        let devices = devices
        let uses = DeviceUses(
            devices: devices, mounts: MountEntry.parse(Array(mounts.joined(separator: "\n").utf8)),
            swaps: Array("Filename Type Size Used Priority\n\(swaps)".utf8), sysfs: folder.path)
        let disks = devices.filter { $0.partition == nil }
        return Dictionary(uniqueKeysWithValues: disks.map { ($0.name, uses.uses(of: $0)) }).filter { !$0.value.isEmpty }
    }
}

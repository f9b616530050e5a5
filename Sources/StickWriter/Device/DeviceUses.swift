internal import Foundation
public import LinuxSystem

/// What the running system uses its disks for, through partitions, device-mapper, RAID, loop devices and btrfs down to the
/// disks themselves.
public struct DeviceUses: Sendable {
    private var uses: [String: [StickRefusal]] = [:]
    private let devices: [BlockDevice]
    private let mounts: [MountEntry]

    /// Folders without which the system does not run or start.
    private static let systemFolders: Set = [
        "/", "/boot", "/boot/efi", "/efi", "/usr", "/var", "/home", "/opt", "/etc",
    ]

    /// As it is now.
    public static func now(among devices: [BlockDevice]) -> DeviceUses {
        let mounts = FileManager.default.contents(atPath: "/proc/self/mountinfo") ?? Data()
        let swaps = FileManager.default.contents(atPath: "/proc/swaps") ?? Data()
        return DeviceUses(devices: devices, mounts: MountEntry.parse(Array(mounts)), swaps: Array(swaps))
    }

    /// From what the kernel shows.
    ///
    /// - Parameters:
    ///   - devices: all block devices, loop devices too.
    ///   - mounts: those of /proc/self/mountinfo.
    ///   - swaps: the content of /proc/swaps.
    ///   - sysfs: where sysfs is mounted.
    public init(devices: [BlockDevice], mounts: [MountEntry], swaps: [UInt8], sysfs: String = "/sys") {
        (self.devices, self.mounts) = (devices, mounts)
        for mount in mounts {
            let use: StickRefusal =
                Self.systemFolders.contains(mount.target)
                ? .systemDisk(folder: mount.target) : .mounted(folder: mount.target)
            for name in names(of: mount, sysfs: sysfs) { note(use, of: name) }
        }
        for line in String(decoding: swaps, as: UTF8.self).split(separator: "\n").dropFirst() {
            guard let path = line.split(separator: " ").first else { continue }
            // proc(5): blanks of a file's name are told as \040.
            if let name = name(ofFileAt: path.replacingOccurrences(of: "\\040", with: " ")) { note(.swap, of: name) }
        }
        for device in devices {
            let holder = device.mappedName ?? device.name
            for part in device.parts { note(.held(by: holder), of: part) }
            if let backing = device.backingFile, backing.hasPrefix("/dev/"), let name = name(ofFileAt: backing) {
                note(.held(by: device.name), of: name)
            }
        }
    }

    /// What a disk is used for; empty when it is free.
    public func uses(of disk: BlockDevice) -> [StickRefusal] { uses[disk.name] ?? [] }

    private mutating func note(_ use: StickRefusal, of name: String) {
        for disk in everything(beneath: name) where uses[disk]?.contains(use) != true {
            uses[disk, default: []].append(use)
        }
    }

    /// The device and all that it is made of.
    private func everything(beneath name: String) -> Set<String> {
        var found: Set<String> = []
        var open = [name]
        while let name = open.popLast() {
            guard found.insert(name).inserted, let device = devices.first(where: { $0.name == name }) else { continue }
            open += device.parts + [device.diskName]
            if let backing = device.backingFile, let below = self.name(ofFileAt: backing) { open.append(below) }
        }
        return found
    }

    private func names(of mount: MountEntry, sysfs: String) -> [String] {
        guard let name = name(ofDevice: mount.device) else { return [] }
        guard mount.type == "btrfs" else { return [name] }
        // A btrfs may have several devices, of which the mount names one.
        let systems = (try? FileManager.default.contentsOfDirectory(atPath: "\(sysfs)/fs/btrfs")) ?? []
        let groups = systems.compactMap {
            try? FileManager.default.contentsOfDirectory(atPath: "\(sysfs)/fs/btrfs/\($0)/devices")
        }
        return groups.first { $0.contains(name) } ?? [name]
    }

    /// - Parameter number: `major:minor`; that of a btrfs or another system with a number of its own leads over the mount's source.
    private func name(ofDevice number: String) -> String? {
        if let device = devices.first(where: { $0.number == number }) { return device.name }
        guard let source = mounts.first(where: { $0.device == number })?.source, source.hasPrefix("/dev/") else {
            return nil
        }
        let path = URL(fileURLWithPath: source).resolvingSymlinksInPath().path
        return devices.first { $0.path == path }?.name
    }

    private func name(ofFileAt path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return devices.first { $0.path == path }?.name }
        let number = status.st_mode & S_IFMT == S_IFBLK ? status.st_rdev : status.st_dev
        return name(ofDevice: Self.text(ofDevice: UInt64(number)))
    }

    /// `major:minor` of glibc's number (makedev(3)): minor bits 0-7, major 8-19, minor 20-31, major from 44 on.
    private static func text(ofDevice number: UInt64) -> String {
        "\(number >> 8 & 0xFFF | number >> 32 & ~0xFFF):\(number & 0xFF | number >> 12 & 0xFFF00)"
    }
}

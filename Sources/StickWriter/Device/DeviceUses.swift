public import Diagnostics
internal import Foundation
public import LinuxSystem

/// What the running system uses its disks for, through partitions, device-mapper, RAID, loop devices and btrfs down to the
/// disks themselves.
public struct DeviceUses: Sendable {
    private var uses: [String: [StickRefusal]] = [:]
    /// What loop devices show (`LoopBacking`).
    private let backings: [String: Set<String>]
    private let devices: [BlockDevice]
    private let mounts: [MountEntry]

    /// Folders without which the system does not run or start.
    private static let systemFolders: Set = [
        "/", "/boot", "/boot/efi", "/efi", "/usr", "/var", "/home", "/opt", "/etc",
    ]

    /// More than any system has; what is longer is not read in part.
    private static let longestTable = 64 << 20

    /// As it is now.
    ///
    /// - Throws: `fileAccess` where /proc does not tell: then no disk is known to be free.
    public static func now(among devices: [BlockDevice]) throws(StickWriterError) -> DeviceUses {
        DeviceUses(
            devices: devices, mounts: MountEntry.parse(try table("/proc/self/mountinfo")),
            // A kernel without swap has no such file.
            swaps: TextFile.exists("/proc/swaps") ? try table("/proc/swaps") : [], backing: LoopBacking.now)
    }

    private static func table(_ path: String) throws(StickWriterError) -> [UInt8] {
        guard let bytes = TextFile.bytes(path, limit: longestTable), bytes.count < longestTable else {
            throw StickWriterError(
                .fileAccess, "\(path): cannot be read, so no disk is known to be free; mount proc on /proc")
        }
        return bytes
    }

    /// From what the kernel shows.
    ///
    /// - Parameters:
    ///   - devices: all block devices, loop devices too.
    ///   - mounts: those of /proc/self/mountinfo.
    ///   - swaps: the content of /proc/swaps.
    ///   - sysfs: where sysfs is mounted.
    init(
        devices: [BlockDevice], mounts: [MountEntry], swaps: [UInt8], sysfs: String = "/sys",
        backing: (BlockDevice) -> Set<String> = LoopBacking.told
    ) {
        (self.devices, self.mounts) = (devices, mounts)
        let loops = devices.filter { $0.backingFile != nil }
        backings = Dictionary(loops.map { ($0.name, backing($0)) }) { first, _ in first }
        for mount in mounts {
            let use: StickRefusal =
                Self.systemFolders.contains(mount.target)
                ? .systemDisk(folder: mount.target) : .mounted(folder: mount.target)
            for name in names(of: mount, sysfs: sysfs) { note(use, of: name) }
            // Some file systems mount a file without a loop device; a share's source (//server) is no path.
            if mount.source.hasPrefix("/"), !mount.source.hasPrefix("//") { note(use, ofFileAt: mount.source) }
        }
        for line in String(decoding: swaps, as: UTF8.self).split(separator: "\n").dropFirst() {
            guard let path = line.split(separator: " ").first else { continue }
            // proc(5): blanks of a file's name are told as \040.
            let plain = path.replacingOccurrences(of: "\\040", with: " ")
            if let name = name(ofFileAt: plain) { note(.swap, of: name) }
            note(.swap, ofFileAt: plain)
        }
        for device in devices {
            let holder = device.mappedName ?? device.name
            for part in device.parts { note(.held(by: holder), of: part) }
            if let backing = device.backingFile, backing.hasPrefix("/dev/"), let name = name(ofFileAt: backing) {
                note(.held(by: device.name), of: name)
            }
            for file in backings[device.name] ?? [] { add(.held(by: device.name), to: file) }
        }
    }

    /// What a disk is used for; empty when it is free. A loop device is used for all that its file is used for, through whatever
    /// device.
    public func uses(of disk: BlockDevice) -> [StickRefusal] {
        let names = chain(beneath: disk)
        // That the disk itself is made of the others is no other use of them.
        let own = names.map { StickRefusal.held(by: $0) }
        var found: [StickRefusal] = []
        for use in names.flatMap({ uses[$0] ?? [] }) where !found.contains(use) && !own.contains(use) {
            found.append(use)
        }
        return found
    }

    private mutating func note(_ use: StickRefusal, of name: String) {
        for part in everything(beneath: name) { add(use, to: part) }
    }

    private mutating func note(_ use: StickRefusal, ofFileAt path: String) {
        if let file = LoopBacking.ofFile(at: path) { add(use, to: file) }
    }

    private mutating func add(_ use: StickRefusal, to name: String) {
        if uses[name]?.contains(use) != true { uses[name, default: []].append(use) }
    }

    /// The disk, and for a loop device what it shows, down to a device whose use is its own.
    private func chain(beneath disk: BlockDevice) -> [String] {
        var names = [disk.name]
        var device: BlockDevice? = disk
        while let path = device?.backingFile, let shown = device?.name {
            names += (backings[shown] ?? []).sorted()
            guard path.hasPrefix("/dev/"), let below = name(ofFileAt: path), !names.contains(below) else { break }
            names.append(below)
            device = devices.first { $0.name == below }
        }
        return names
    }

    /// The device and all that it is made of.
    private func everything(beneath name: String) -> Set<String> {
        var found: Set<String> = []
        var open = [name]
        while let name = open.popLast() {
            guard found.insert(name).inserted, let device = devices.first(where: { $0.name == name }) else { continue }
            open += device.parts + [device.diskName]
            found.formUnion(backings[name] ?? [])
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
        return name(ofDevice: DeviceNumber.text(UInt64(number)))
    }
}

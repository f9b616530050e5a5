internal import Diagnostics
internal import DiskFormats
package import LinuxSystem
internal import RecoveryLog
package import RepairEngine
internal import Vocabulary

/// The machine's block devices, classified by what they are: volumes to look at, parts of arrays, this stick, other sticks.
package final class MachineDevices {
    /// FAT volumes on other sticks: they may hold startup keys.
    package private(set) var foreignSticks: [BlockDevice] = []

    /// Log partitions of sticks of this image, by their GUID.
    package private(set) var ownLogPartitions: [BlockDevice] = []

    /// Log partitions that somebody has formatted anew, and what they are now.
    package private(set) var foreignLogPartitions: [(device: BlockDevice, format: String)] = []

    private let marks: StickMarks
    private let probes: DeviceProbes
    private let recorder: any RunRecorder
    private let access: VolumeAccess
    private var volumes: [MachineVolume] = []
    private var dynamicDisks = DynamicDiskParts()
    /// Members of arrays, by the name of the device.
    var arrayMembers: [String: (device: BlockDevice, type: String)] = [:]
    /// The partitions that members show by themselves, by the name of the disk.
    var memberPartitions: [String: [BlockDevice]] = [:]
    /// Members of arrays of which nothing else is there, with their type.
    var loneMembers: [String: String] = [:]
    /// Disks with the signature of an array that is long gone.
    var formerMembers: Set<String> = []
    /// Disks that cannot be read, and so may be members of an array.
    private var unreadableDisks: Set<String> = []
    /// Disks that are this stick, or another one of the same image.
    private var ownDisks: Set<String> = []

    /// Where a partition begins.
    private struct Place: Hashable {
        let disk: String
        let start: UInt64
        let appearance: UInt64?
    }
    /// The first device that was seen at each place.
    private var places: [Place: BlockDevice] = [:]
    let hasPartitions: (BlockDevice) -> Bool
    private let lockedReason: (BlockDevice) -> String?
    private let showPartition: (BlockDevice, Int, Range<UInt64>) throws(LinuxError) -> Void

    /// No devices yet.
    ///
    /// - Parameters:
    ///   - marks: What sticks are known by.
    ///   - probes: What is on the devices; the search for sticks uses the same.
    ///   - access: What work on the volumes needs.
    ///   - hasPartitions: Whether the kernel shows partitions of a disk.
    ///   - showPartition: Has the kernel show one.
    ///   - lockedReason: Why a disk's content is out of reach, where the disk has locked itself.
    package init(
        marks: StickMarks, probes: DeviceProbes, recorder: any RunRecorder, access: VolumeAccess,
        hasPartitions: @escaping (BlockDevice) -> Bool = MachineDevices.hasPartitions,
        showPartition: @escaping (BlockDevice, Int, Range<UInt64>) throws(LinuxError) -> Void =
            MachineDevices.showPartition,
        lockedReason: @escaping (BlockDevice) -> String? = MachineDevices.lockedReason
    ) {
        self.lockedReason = lockedReason
        self.hasPartitions = hasPartitions
        self.showPartition = showPartition
        self.marks = marks
        self.probes = probes
        self.recorder = recorder
        self.access = access
    }

    /// Whether the kernel shows partitions of a disk.
    package static func hasPartitions(_ disk: BlockDevice) -> Bool {
        BlockDevice.all().contains { $0.partition?.disk == disk.name }
    }

    /// Why a disk's content is out of reach, where the disk has locked itself.
    package static func lockedReason(_ disk: BlockDevice) -> String? { LockedDrive.reason(for: disk) }

    /// Has the kernel show a partition of a disk.
    package static func showPartition(
        _ disk: BlockDevice, _ number: Int, _ bytes: Range<UInt64>
    ) throws(LinuxError) {
        try disk.showPartition(number: number, bytes: bytes)
    }

    /// The volumes that were found since the last call, and the disks that may hold a Windows which cannot be reached.
    package func takeVolumes() -> [MachineVolume] {
        defer { volumes = [] }
        return volumes
    }

    /// Classifies a device by its content.
    package func classify(_ device: BlockDevice) {
        // Mapped devices are our own: snapshots, which show a volume a second time, and unlocked volumes.
        guard device.mappedName == nil, device.waitForNode(), device.holders.isEmpty,
            !unreadableDisks.contains(device.diskName), let content = content(of: device)
        else { return }
        if device.partition == nil {
            record(device, content)
            dynamicDisks.read(device)
            if marks.isOwnDisk(content) { ownDisks.insert(device.name) }
            if !device.isRemovable, let reason = lockedReason(device) {
                unreadableDisks.insert(device.name)
                addUnreachable(device, .driveLocked, "\(device.path): \(reason)")
                return
            }
        }
        if content.usage == "raid" {
            let type = content.type ?? "RAID"
            if isFormerMember(device, content) {
                formerMembers.insert(device.name)
                note(
                    .raidMember, "has the old signature of an array (\(type)) and no metadata: it is a disk by itself",
                    device)
                return
            }
            arrayMembers[device.name] = (device, type)
            note(.raidMember, "part of an array (\(type)); only the array is looked at", device)
            return
        }
        // A member's own partition table shows partitions of the array: writing to one would break the array.
        if let disk = device.partition?.disk, arrayMembers[disk] != nil {
            memberPartitions[disk, default: []].append(device)
            return
        }
        if let format = marks.foreignFormat(of: device, content) {
            foreignLogPartitions.append((device, format))
            return
        }
        if marks.isOwnLogPartition(content) {
            ownLogPartitions.append(device)
            return
        }
        if ownDisks.contains(device.diskName) || showPartitions(of: device, content) || isShownTwice(device) { return }
        if marks.standing(of: device, content) == .labelled { return }
        if content.type == "vfat", device.bus == .usb || device.isRemovable { foreignSticks.append(device) }
        if mayHoldAVolume(device, content) {
            volumes.append(
                MachineVolume.read(
                    device, content, permission: dynamicDisks.permission(for: device, type: content.partitionType),
                    access: access
                ) { self.refusal(for: device) })
        }
    }

    /// Why a volume is not written although it can be looked at, by all devices that are there now.
    private func refusal(for device: BlockDevice) -> WriteRefusal? {
        // An array is read-only until it is written for the first time.
        if device.isReadOnly, device.bus != .raid {
            return WriteRefusal(
                .readOnly,
                "\(device.diskName) is write-protected, so the bad file cannot be removed. Nothing was changed")
        }
        if let type = loneMembers[device.diskName] {
            return WriteRefusal(
                .arrayMember,
                "the disk has the metadata of an array (\(type)) whose other disks are not there, and is not written alone. "
                    + "Nothing was changed")
        }
        let others = arrayMembers.count + loneMembers.count + formerMembers.count - 1
        if formerMembers.contains(device.diskName), others > 0 {
            return WriteRefusal(
                .arrayMember,
                "the disk has the signature of an array, and so has another disk of the machine. Nothing was changed")
        }
        return dynamicDisks.refusal(for: device).map { WriteRefusal(.dynamicDisk, $0) }
    }

    /// What is on a device; nil for one that there is nothing more to say about.
    private func content(of device: BlockDevice) -> BlockContent? {
        do throws(LinuxError) {
            return try probes.content(of: device)
        } catch {
            // A drive without a disc or card holds nothing to look at.
            if error.code == .noMedium { return nil }
            note(.unreadableDevice, error.message, device)
            // A partition may still be read where it matters.
            guard device.partition == nil else { return BlockContent() }
            // A bad disc says nothing about the machine. A dying disk does, and its partitions may be an array's.
            unreadableDisks.insert(device.name)
            if !device.isRemovable { volumes.append(.unreachable(device, because: error, access: access)) }
            return nil
        }
    }

    private func mayHoldAVolume(_ device: BlockDevice, _ content: BlockContent) -> Bool {
        if device.partition != nil { return true }
        if content.type != nil { return content.partitionTable == nil }
        // A disk without partitions that is not recognised either may be one that another product encrypted whole.
        return !device.isForeign && !device.isRemovable && !hasPartitions(device)
    }

    /// Has the partitions of a disk appear whose table Linux does not take.
    ///
    /// - Returns: Whether all is said of the disk with that.
    private func showPartitions(of disk: BlockDevice, _ content: BlockContent) -> Bool {
        // The CD of an ISO for sticks has a table that is not where sectors of 2,048 bytes would have it; but it also has a
        // file system. The kernel has read the table by the time that the disk has been opened.
        guard disk.partition == nil, content.type == nil, !content.isAmbivalent, !hasPartitions(disk) else {
            return false
        }
        switch DamagedPartitionTable.read(disk) {
        case .absent: return false
        case .unsound(let fault):
            addUnreachable(
                disk, .malformed,
                "the disk ends early or its partition table is damaged (\(fault)); try another cable or port, then look at "
                    + "it by hand")
        case .sound(_, let damage, isDynamic: true) where !dynamicDisks.isDynamic(disk):
            addUnreachable(
                disk, .malformed,
                "the disk is dynamic, its partition table is damaged (\(damage)), and its volumes are not known; look at it "
                    + "by hand")
        case .sound(let partitions, let damage, _):
            // A disk that was only initialised has nothing to show.
            guard !partitions.isEmpty else { break }
            note(.partitionTable, "partition table: \(damage). The table stays as it is", disk)
            for (number, bytes) in partitions {
                do throws(LinuxError) {
                    try showPartition(disk, number, bytes)
                } catch {
                    addUnreachable(disk, error.code, "partition \(number) cannot be shown: \(error.message)")
                }
            }
        }
        return true
    }

    /// Two entries of one table that name the same place are one volume: written twice, each would spoil the other's view.
    private func isShownTwice(_ device: BlockDevice) -> Bool {
        guard let partition = device.partition else { return false }
        let place = Place(disk: partition.disk, start: partition.start, appearance: device.appearance)
        guard let first = places[place], first.name != device.name else {
            places[place] = device
            return false
        }
        if first.size == device.size {
            note(.samePartition, "the same place as \(first.path), which stands for both", device)
        } else {
            addUnreachable(
                device, .malformed,
                "begins where \(first.path) begins and has another length; check the partition table by hand")
        }
        return true
    }

    private func record(_ disk: BlockDevice, _ content: BlockContent) {
        let table: DiskEvent.PartitionTable =
            switch content.partitionTable {
            case "gpt": .gpt
            case "dos": .mbr
            default: .none
            }
        recorder.record(
            .disk(
                DiskEvent(
                    device: disk.path, model: disk.model, serial: disk.serial, bus: disk.bus.rawValue,
                    size: Int64(clamping: disk.size), table: table)))
    }

    func addUnreachable(_ device: BlockDevice, _ code: LinuxErrorCode, _ message: String) {
        volumes.append(.unreachable(device, because: LinuxError(code, message), access: access))
    }

    func note(_ code: NoteCode, _ message: String, _ device: BlockDevice? = nil) {
        recorder.record(.note(NoteEvent(code: code, message: message, device: device?.path)))
    }
}

internal import Diagnostics
internal import LinuxSystem
internal import RecoveryLog
internal import Vocabulary

/// The machine's block devices, sorted by what they are: volumes to look at, parts of arrays, this stick, other sticks.
final class MachineDevices {
    /// FAT volumes on other sticks: they may hold startup keys.
    private(set) var foreignSticks: [BlockDevice] = []

    private let image: ImageInfo
    private let finder: StickFinder
    private let log: RunLog
    /// Whether a dirty flag may be overridden on the volumes that are taken from here on.
    var overridesDirty: Bool
    private var volumes: [MachineVolume] = []
    private var unreachable: [UnreachableVolume] = []
    /// Members of arrays, by the name of the device.
    private var raidMembers: [String: (device: BlockDevice, type: String)] = [:]
    /// Disks of which nobody can say whether they are members of an array, because they cannot be read.
    private var unreadableDisks: Set<String> = []
    /// Disks that are this stick, or another one of the same image.
    private var ownDisks: Set<String> = []

    init(image: ImageInfo, finder: StickFinder, log: RunLog, overridesDirty: Bool) {
        self.image = image
        self.finder = finder
        self.log = log
        self.overridesDirty = overridesDirty
    }

    /// The volumes that were found since the last call.
    func takeVolumes() -> [MachineVolume] {
        defer { volumes = [] }
        return volumes.map { $0.overridingDirty(overridesDirty) }
    }

    /// The disks since the last call that may hold a Windows which nobody can get at.
    func takeUnreachable() -> [UnreachableVolume] {
        defer { unreachable = [] }
        return unreachable
    }

    /// Takes note of a device by its content.
    func sort(_ device: BlockDevice) {
        // Mapped devices are our own: snapshots to look at, of which one that was left behind shows a volume a second time,
        // and unlocked volumes.
        guard device.mappedName == nil, device.waitForNode(), device.holders.isEmpty else { return }
        if unreadableDisks.contains(device.diskName) { return }
        let content: BlockContent
        do {
            content = try Self.content(of: device)
        } catch {
            // A drive without a disc or card holds nothing to look at.
            if error.code == .noMedium { return }
            log.record(.note(NoteEvent(code: .unreadableDevice, message: error.message, device: device.path)))
            if device.partition == nil {
                // A bad disc says nothing of the machine. A dying disk does, and its partitions may be an array's.
                unreadableDisks.insert(device.name)
                if !device.isRemovable { unreachable.append(UnreachableVolume(device: device, problem: error)) }
                return
            }
            content = BlockContent()
        }
        if device.partition == nil {
            record(device, content)
            if let guid = content.partitionTableUUID, guid == image.disk { ownDisks.insert(device.name) }
        }
        if content.usage == "raid" {
            raidMembers[device.name] = (device, content.type ?? "RAID")
            log.record(
                .note(
                    NoteEvent(
                        code: .raidMember,
                        message: "is a part of an array (\(content.type ?? "RAID")); only the array is looked at",
                        device: device.path)))
            return
        }
        // A member's own partition table shows partitions of the array: writing to one would break the array.
        if let disk = device.partition?.disk, raidMembers[disk] != nil { return }
        let standing = finder.standing(of: device, content)
        if standing == .own || content.partitionUUID != nil && content.partitionUUID == image.logPartition { return }
        if ownDisks.contains(device.partition?.disk ?? device.name) { return }
        if device.partition == nil, content.partitionTable == "PMBR", content.type == nil {
            // libblkid's word for a protective MBR (UEFI 2.10, section 5.2.3) without a sound GPT behind it. The CD of an
            // ISO for sticks is one too, because its GPT is not where sectors of 2,048 bytes would have it; but there is a
            // file system on it.
            let problem = LinuxError(
                .malformed,
                "the disk ends early or its partition table is damaged; try another cable or port, then look at it by hand"
            )
            unreachable.append(UnreachableVolume(device: device, problem: problem))
            return
        }
        if standing == .labelled { return }
        if content.type == "vfat", device.bus == .usb || device.isRemovable { foreignSticks.append(device) }
        if device.partition != nil || content.partitionTable == nil && content.type != nil {
            volumes.append(MachineVolume(device: device, content: content, overridesDirty: overridesDirty))
        }
    }

    /// A disk that has only just appeared may refuse a moment longer: that is no reason to give it up.
    private static func content(of device: BlockDevice) throws(LinuxError) -> BlockContent {
        let begin = MonotonicTime.now()
        while true {
            do throws(LinuxError) {
                return try BlockContent.of(device.path)
            } catch {
                // A dying disk takes its time for each attempt.
                if error.code == .noMedium || begin.millisecondsSince > 3_000 { throw error }
                pause(milliseconds: 250)
            }
        }
    }

    private func record(_ disk: BlockDevice, _ content: BlockContent) {
        let table: DiskEvent.PartitionTable =
            switch content.partitionTable {
            case "gpt": .gpt
            case "dos": .mbr
            default: .none
            }
        log.record(
            .disk(
                DiskEvent(
                    device: disk.path, model: disk.model, serial: disk.serial, bus: disk.bus.rawValue,
                    size: Int64(clamping: disk.size), table: table)))
    }

    /// Puts arrays together from their members, which then appear as disks.
    ///
    /// - Returns: Whether there was anything to put together.
    func assembleArrays() -> Bool {
        guard !raidMembers.isEmpty else { return false }
        if let problem = DiskArrays.assemble() { log.record(.note(NoteEvent(code: .raidAssembly, message: problem))) }
        return true
    }

    /// Lets arrays go, so that Windows finds them as clean as it left them.
    func releaseArrays() {
        guard !raidMembers.isEmpty, let problem = DiskArrays.release() else { return }
        log.record(.note(NoteEvent(code: .raidRelease, message: problem)))
    }

    /// Windows may be on an array that could not be put together. (Linux's own arrays and volume groups hold none.)
    func reportMissingArrays() {
        let arrays = BlockDevice.all().filter { $0.bus == .raid }
        for (name, member) in raidMembers.sorted(by: { $0.key < $1.key })
        where member.type.hasSuffix("_raid_member") && member.type != "linux_raid_member"
            && !arrays.contains(where: { $0.parts.contains(name) })
        {
            let problem = LinuxError(
                .unsupported,
                "\(member.device.path) is a part of an array (\(member.type)) that could not be put together; "
                    + "look at it in the firmware's RAID setup")
            unreachable.append(UnreachableVolume(device: member.device, problem: problem))
        }
    }
}

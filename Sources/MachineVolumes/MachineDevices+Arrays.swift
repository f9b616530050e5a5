internal import Diagnostics
internal import DiskFormats
internal import LinuxSystem
internal import Vocabulary

// Arrays of the firmware's RAID, and disks that bear the mark of one.

extension MachineDevices {
    /// A member of one of Intel's arrays, in libblkid's words.
    static let intelMember = "isw_raid_member"

    /// Whether a disk only bears the signature of Intel's arrays, while its own partitions are there: Windows starts from it
    /// as from any other.
    func isFormerMember(_ disk: BlockDevice, _ content: BlockContent) -> Bool {
        guard disk.partition == nil, content.type == Self.intelMember, hasPartitions(disk),
            let source = try? FileBytes(disk.path)
        else { return false }
        return IntelArrayMetadata.read(source, sectorSize: disk.sectorSize) == .unsound
    }

    /// Puts arrays together from their members, which then appear as disks.
    ///
    /// - Returns: Whether there was anything to put together.
    package func assembleArrays() -> Bool {
        takeLoneMembers()
        guard !arrayMembers.isEmpty else { return false }
        if let problem = DiskArrays.assemble() { note(.raidAssembly, problem) }
        return true
    }

    /// Lets arrays go, so that Windows finds them as clean as it left them.
    package func releaseArrays() {
        guard !arrayMembers.isEmpty, let problem = DiskArrays.release() else { return }
        note(.raidRelease, problem)
    }

    /// Windows may be on an array that could not be put together. (Linux's own arrays and volume groups hold none.)
    package func reportMissingArrays() {
        let arrays = BlockDevice.all().filter { $0.bus == .raid }
        for (name, member) in arrayMembers.sorted(by: { $0.key < $1.key })
        where member.type.hasSuffix("_raid_member") && member.type != "linux_raid_member"
            && !arrays.contains(where: { $0.parts.contains(name) })
        {
            if isAlone(member.type), takeAlone(name, member.type) { continue }
            addUnreachable(
                member.device, .unsupported,
                "\(member.device.path) is part of an array (\(member.type)) that could not be put together; check the "
                    + "firmware's RAID setup")
        }
    }

    /// A disk of an array of several whose others are not there: mdadm would claim it whole for an array that it cannot start,
    /// and nothing could be looked at.
    private func takeLoneMembers() {
        for (name, member) in arrayMembers.sorted(by: { $0.key < $1.key })
        where member.type == Self.intelMember && isAlone(member.type) {
            guard let source = try? FileBytes(member.device.path),
                case .sound(let disks)? = IntelArrayMetadata.read(source, sectorSize: member.device.sectorSize),
                disks > 1
            else { continue }
            takeAlone(name, member.type)
        }
    }

    private func isAlone(_ type: String) -> Bool { arrayMembers.values.count { $0.type == type } == 1 }

    /// Takes a member's own partitions for those of a disk that is only looked at.
    ///
    /// - Returns: Whether it has any.
    @discardableResult
    private func takeAlone(_ name: String, _ type: String) -> Bool {
        guard let partitions = memberPartitions.removeValue(forKey: name) else { return false }
        arrayMembers[name] = nil
        loneMembers[name] = type
        partitions.forEach(classify)
        return true
    }
}

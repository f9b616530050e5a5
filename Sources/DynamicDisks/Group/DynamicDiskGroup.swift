/// The dynamic disks of a machine that belong together, and which of their group are missing.
public struct DynamicDiskGroup: Sendable, Equatable {
    /// GUID, lower case.
    public let id: String
    /// The disks that are present, in the order in which they were given.
    public let disks: [DynamicDisk]
    /// What the newest database says of the volumes.
    public let volumes: [DynamicVolume]
    /// All disks of the group, by the newest database.
    public let members: [DynamicDisk.Member]
    /// Those that are not present.
    public let missing: [DynamicDisk.Member]
    /// What is wrong with the group as a whole: then no part of it is to be written.
    public let conflicts: [Conflict]

    /// Why a group cannot be trusted.
    public enum Conflict: Sendable, Hashable {
        /// A disk has missed a change: what is on it may be old.
        case outdated(diskID: String)
        /// A disk is there twice: one is a clone.
        case duplicate(diskID: String)
        /// A disk was removed from the group.
        case foreign(diskID: String)
        /// A disk's database differs from that of another, although both are of the same change.
        case contradiction(diskID: String)
    }

    /// The groups of all disks of a machine, in the order of their first disks.
    public static func groups(of disks: [DynamicDisk]) -> [DynamicDiskGroup] {
        var order: [String] = []
        var byGroup: [String: [DynamicDisk]] = [:]
        for disk in disks {
            if byGroup[disk.groupID] == nil { order.append(disk.groupID) }
            byGroup[disk.groupID, default: []].append(disk)
        }
        return order.compactMap { id in byGroup[id].flatMap { DynamicDiskGroup(id, $0) } }
    }

    private init?(_ id: String, _ disks: [DynamicDisk]) {
        guard let newest = disks.max(by: { $0.sequence < $1.sequence }) else { return nil }
        var conflicts: [Conflict] = []
        var present: Set<String> = []
        for disk in disks {
            if !present.insert(disk.diskID).inserted { conflicts.append(.duplicate(diskID: disk.diskID)) }
            if !newest.members.contains(where: { $0.id == disk.diskID }) {
                conflicts.append(.foreign(diskID: disk.diskID))
            }
            if disk.sequence < newest.sequence {
                conflicts.append(.outdated(diskID: disk.diskID))
            } else if Set(disk.volumes) != Set(newest.volumes) || Set(disk.members) != Set(newest.members) {
                conflicts.append(.contradiction(diskID: disk.diskID))
            }
        }
        self.id = id
        self.disks = disks
        volumes = newest.volumes
        members = newest.members
        missing = newest.members.filter { !present.contains($0.id) }
        self.conflicts = conflicts
    }

    /// The first byte of a part on its physical disk; nil when the disk is missing, or there twice.
    public func start(of part: DynamicVolume.Part) -> Int64? {
        let holders = disks.filter { $0.diskID == part.diskID }
        return holders.count == 1 ? holders[0].start(of: part) : nil
    }

    /// The disks of a volume that are not present.
    public func missing(of volume: DynamicVolume) -> [DynamicDisk.Member] {
        let wanted = Set(volume.diskIDs)
        return missing.filter { wanted.contains($0.id) }
    }

    /// Whether the volume is one part of one present disk and has no copy, so that it can be written like a plain partition.
    public func isWhole(_ volume: DynamicVolume) -> Bool {
        conflicts.isEmpty && volume.kind == .simple && volume.parts.allSatisfy { start(of: $0) != nil }
    }
}

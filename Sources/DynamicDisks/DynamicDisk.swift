/// A dynamic disk of Windows (Logical Disk Manager), and what its database says of all volumes of its group.
///
/// Every disk of a group has the same database, but only a disk's own header says where its data area begins. To find
/// the parts on other disks, read those too and use `DynamicDiskGroup`.
public struct DynamicDisk: Sendable, Equatable {
    /// A disk of the group, present or not.
    public struct Member: Sendable, Hashable {
        /// GUID, lower case.
        public let id: String
        /// The name that Windows gave it, such as `Disk1`.
        public let name: String
    }

    /// A volume's part that is on this disk.
    public struct Extent: Sendable, Equatable {
        /// The volume that the part belongs to.
        public let volume: DynamicVolume
        /// The part.
        public let part: DynamicVolume.Part
        /// Bytes of the physical disk, to be compared with those of a partition.
        public let range: Range<Int64>
    }

    /// GUID of this disk, lower case.
    public let diskID: String
    /// GUID of its group, lower case.
    public let groupID: String
    /// The name of the group; empty when the database has none.
    public let groupName: String
    /// The number of the last change to the group's volumes: disks that have missed one have a smaller number.
    public let sequence: UInt64
    /// Bytes of the physical disk in which volumes lie.
    public let dataArea: Range<Int64>
    /// All disks of the group.
    public let members: [Member]
    /// All volumes of the group, in the order of the database.
    public let volumes: [DynamicVolume]

    /// What lies on this disk, in the order of its bytes.
    public var extents: [Extent] {
        volumes.flatMap { volume in
            volume.parts.compactMap { part in
                start(of: part).map { Extent(volume: volume, part: part, range: $0..<$0 + part.size) }
            }
        }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The first byte of a part on the physical disk; nil for a part of another disk, or outside the data area.
    public func start(of part: DynamicVolume.Part) -> Int64? {
        let available = dataArea.upperBound - dataArea.lowerBound
        guard part.diskID == diskID, part.startInDataArea >= 0, (0...available).contains(part.size),
            part.startInDataArea <= available - part.size
        else { return nil }
        return dataArea.lowerBound + part.startInDataArea
    }

    /// What lies in a stretch of this disk, such as a partition; a GPT disk's data partition may hold several volumes.
    ///
    /// - Parameter range: bytes of the physical disk.
    public func extents(in range: Range<Int64>) -> [Extent] { extents.filter { $0.range.overlaps(range) } }
}

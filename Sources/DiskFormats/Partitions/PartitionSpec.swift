/// One entry of a GUID partition table (UEFI 2.10, section 5.3.3).
public struct PartitionSpec: Sendable, Hashable {
    /// The partition's name, at most 36 UTF-16 units.
    public let name: String
    /// What kind of partition it is; the well-known ones are in `PartitionType`.
    public let type: GUID
    /// The partition's own identity.
    public let guid: GUID
    /// The first sector, of 512 bytes each.
    public let start: Int64
    /// The length in sectors of 512 bytes.
    public let size: Int64
    /// The attribute bits of table 5-7; none are set unless given.
    public let attributes: UInt64

    /// An entry for the sectors from `start` on.
    public init(name: String, type: GUID, guid: GUID, start: Int64, size: Int64, attributes: UInt64 = 0) {
        self.name = name
        self.type = type
        self.guid = guid
        self.start = start
        self.size = size
        self.attributes = attributes
    }
}

/// A volume of a group of dynamic disks.
public struct DynamicVolume: Sendable, Hashable {
    /// How a volume lies on its disks.
    public enum Kind: String, Sendable, CaseIterable {
        /// One part: the volume is there whole, and nowhere else.
        case simple
        /// Several parts, one after the other.
        case spanned
        /// Several parts side by side, without redundancy.
        case striped
        /// Copies of the same content: whoever writes one alone makes them differ, and Windows reads from any.
        case mirrored
        /// Several parts side by side, with parity.
        case raid5
    }

    /// A part of a volume: one stretch of one disk.
    public struct Part: Sendable, Hashable {
        /// The name that Windows gave it, such as `Disk1-01`.
        public let name: String
        /// GUID of the disk, lower case.
        public let diskID: String
        /// First byte, counted from the beginning of that disk's data area: `DynamicDisk.dataArea` has to be added.
        public let startInDataArea: Int64
        /// Bytes.
        public let size: Int64
        /// Which copy of a mirrored volume it belongs to, from 0; 0 in volumes of other kinds.
        public let copy: Int
        /// Its place among the parts of the copy, from 0.
        public let order: Int
    }

    /// GUID, lower case.
    public let id: String
    /// The name that Windows gave it, such as `Volume1`.
    public let name: String
    /// How it lies on its disks.
    public let kind: Kind
    /// Bytes.
    public let size: Int64
    /// The state that Windows wrote: `ACTIVE` for a sound volume.
    public let state: String
    /// The partition type that it would have in an MBR: 7 for NTFS.
    public let partitionType: UInt8
    /// Where it was mounted last, such as `C:`; nil when it is not known.
    public let mountHint: String?
    /// Copy by copy, in each in order. A mirrored volume's copy may have several.
    public let parts: [Part]

    /// The GUIDs of the disks on which it lies, each once, in the order of the parts.
    public var diskIDs: [String] {
        var seen: Set<String> = []
        return parts.map(\.diskID).filter { seen.insert($0).inserted }
    }
}

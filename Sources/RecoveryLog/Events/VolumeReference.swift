/// Where a volume lies.
public struct VolumeReference: Sendable, Equatable, Codable {
    /// The volume's device, such as `/dev/nvme0n1p3`.
    public let device: String
    /// The device of the disk that it lies on.
    public let disk: String
    /// The partition's number, from 1; nil for a whole disk.
    public let partition: Int?
    /// The partition's GUID or MBR identifier, lower case.
    public let partitionGUID: String?
    /// The offset on the disk in bytes.
    public let start: Int64
    /// The size in bytes.
    public let size: Int64
    /// True on a USB disk or another removable medium; nil on all others.
    public let removable: Bool?

    /// A place on a disk.
    public init(
        device: String, disk: String, partition: Int? = nil, partitionGUID: String? = nil, start: Int64, size: Int64,
        isRemovable: Bool = false
    ) {
        self.device = device
        self.disk = disk
        self.partition = partition
        self.partitionGUID = partitionGUID
        self.start = start
        self.size = size
        removable = isRemovable ? true : nil
    }
}

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
    /// True on a removable medium that is left alone; nil where the volume counts as the machine's.
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

    /// The same place, counted as the machine's.
    public var asOwn: VolumeReference {
        VolumeReference(
            device: device, disk: disk, partition: partition, partitionGUID: partitionGUID, start: start, size: size)
    }
}

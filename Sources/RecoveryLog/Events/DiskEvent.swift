/// A disk.
public struct DiskEvent: Sendable, Equatable, Codable {
    /// A kind of partition table.
    public enum PartitionTable: String, Sendable, CaseIterable, Codable {
        /// GUID partition table.
        case gpt
        /// Master boot record.
        case mbr
        /// None: a single volume, or nothing known.
        case none
    }

    /// The disk's device, such as `/dev/nvme0n1`.
    public let device: String
    /// The model, as the disk says.
    public let model: String?
    /// The serial number, as the disk says.
    public let serial: String?
    /// How it is attached: `nvme`, `ata`, `scsi`, `usb`, `mmc`, `virtio`.
    public let bus: String?
    /// The size in bytes.
    public let size: Int64
    /// The partition table.
    public let table: PartitionTable

    /// A disk; what it does not say is nil.
    public init(
        device: String, model: String? = nil, serial: String? = nil, bus: String? = nil, size: Int64,
        table: PartitionTable
    ) {
        self.device = device
        self.model = model
        self.serial = serial
        self.bus = bus
        self.size = size
        self.table = table
    }
}

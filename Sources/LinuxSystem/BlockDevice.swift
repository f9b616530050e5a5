internal import CLinux
public import Diagnostics
internal import Glibc

/// A disk or partition as the kernel shows it in /sys/class/block.
public struct BlockDevice: Hashable, Sendable {
    /// The kernel's name: `nvme0n1p3`.
    public let name: String
    /// The node's path: `/dev/nvme0n1p3`.
    public let path: String
    /// `major:minor`.
    public let number: String
    /// In bytes.
    public let size: UInt64
    /// For a partition: the disk's name, the partition's number, and its first byte on the disk.
    public let partition: Placement?
    /// Whether the kernel refuses writers.
    public let isReadOnly: Bool
    /// Whether the medium can be taken out (optical drives, card readers, most USB sticks).
    public let isRemovable: Bool
    /// How the disk is connected.
    public let bus: DeviceBus
    /// The disk's maker and model, as it reports them.
    public let model: String?
    /// The disk's serial number, as it reports it.
    public let serial: String?
    /// The disk's world-wide name (`eui.…`, `naa.…`, `nvme.…`).
    public let worldWideName: String?
    /// The smallest number of bytes that can be written.
    public let sectorSize: Int
    /// For a loop device: the path of the file or device that it shows.
    public let backingFile: String?
    /// Names of the devices that are made of this one (md, device-mapper).
    public let holders: [String]
    /// Names of the devices that this one is made of.
    public let parts: [String]

    /// For a device of device-mapper: its name below /dev/mapper.
    public let mappedName: String?

    /// The number of the disk's appearance since the kernel started (`diskseq`): a stick that was pulled and put back has
    /// another one, whatever its name.
    public let appearance: UInt64?

    /// The disk's name: this device's own, or that of the disk whose partition it is.
    public var diskName: String { partition?.disk ?? name }

    /// Where a partition lies.
    public struct Placement: Hashable, Sendable {
        /// The disk's name: `nvme0n1`.
        public let disk: String
        /// The partition's number, from 1.
        public let number: Int
        /// In bytes from the start of the disk.
        public let start: UInt64
    }

    /// Every block device with a medium, sorted by name with numbers in order; memory and floppy devices are left out,
    /// and so are loop devices unless they are asked for.
    public static func all(sysfs: String = "/sys", includingLoops: Bool = false) -> [BlockDevice] {
        TextFile.names(in: "\(sysfs)/class/block")
            .compactMap { BlockDevice(name: $0, sysfs: sysfs, includingLoops: includingLoops) }
            .sorted { $0.sortKey < $1.sortKey }
    }

    /// The device of that name; nil when there is none, when it has no medium, or when it is of a kind left out.
    ///
    /// An empty optical drive reports a made-up size: opening it gives `no-medium`.
    public init?(name: String, sysfs: String = "/sys", includingLoops: Bool = false) {
        let ignored = ["ram", "zram", "fd", "nbd"] + (includingLoops ? [] : ["loop"])
        let stem = String(name.prefix { !$0.isNumber })
        guard !ignored.contains(stem), let directory = TextFile.resolved("\(sysfs)/class/block/\(name)"),
            let number = TextFile.trimmed("\(directory)/dev"),
            let sectors: UInt64 = TextFile.number("\(directory)/size"), sectors > 0, sectors < 1 << 54
        else { return nil }
        self.name = name
        self.number = number
        size = sectors * Self.sectorBytes
        path = "/dev/" + (Self.nodeName(directory) ?? name)

        var disk = directory
        if let partitionNumber: Int = TextFile.number("\(directory)/partition"),
            let start: UInt64 = TextFile.number("\(directory)/start"), start < 1 << 54
        {
            disk = parentDirectory(of: directory)
            let diskName = lastComponent(of: disk)
            partition = Placement(disk: diskName, number: partitionNumber, start: start * Self.sectorBytes)
        } else {
            partition = nil
        }
        isReadOnly = TextFile.trimmed("\(directory)/ro") == "1"
        isRemovable = TextFile.trimmed("\(disk)/removable") == "1"
        appearance = TextFile.number("\(disk)/diskseq")
        sectorSize = TextFile.number("\(disk)/queue/logical_block_size") ?? Int(Self.sectorBytes)
        backingFile = TextFile.trimmed("\(directory)/loop/backing_file")
        holders = TextFile.names(in: "\(directory)/holders")
        parts = TextFile.names(in: "\(directory)/slaves")
        mappedName = TextFile.trimmed("\(directory)/dm/name")
        bus = DeviceBus(devicePath: String(disk.dropFirst(sysfs.count)))
        let identity = DiskIdentity(directory: disk, bus: bus)
        model = identity.model
        serial = identity.serial
        worldWideName = identity.worldWideName
    }

    /// The device of a number (`major:minor`), loop devices too; nil as above.
    public init?(numbered number: String, sysfs: String = "/sys") {
        guard let directory = TextFile.resolved("\(sysfs)/dev/block/\(number)") else { return nil }
        self.init(name: lastComponent(of: directory), sysfs: sysfs, includingLoops: true)
    }

    /// Waits until devtmpfs shows the node, which it does a moment after sysfs. False when the time ran out.
    public func waitForNode(timeoutMilliseconds: Int = 5_000) -> Bool {
        let deadline = MonotonicTime.now().advanced(byMilliseconds: timeoutMilliseconds)
        while !TextFile.exists(path) {
            if deadline.millisecondsFromNow == 0 { return false }
            pause(milliseconds: 10)
        }
        return true
    }

    /// Makes the kernel refuse to open the device for writing and to mount it read-write, or allows both again
    /// (BLKROSET); on a disk it covers the partitions.
    ///
    /// It is a second lock, not the first: what a file system writes that was mounted before reaches the disk all the
    /// same, with a warning in the kernel's log (measured with vfat and ext4 on Linux 6.12).
    public func setReadOnly(_ isReadOnly: Bool) throws(LinuxError) {
        let device = try OpenFile.open(path)
        try call("BLKROSET", on: path) { clinux_set_read_only(device.descriptor.number, isReadOnly ? 1 : 0) }
    }

    /// Has the kernel show a part of this disk as a partition (BLKPG), which then appears as a device; nothing is written.
    ///
    /// - Parameter bytes: Where it lies on the disk, in whole sectors.
    public func showPartition(number: Int, bytes: Range<UInt64>) throws(LinuxError) {
        let device = try OpenFile.open(path)
        try call("BLKPG", on: path) {
            clinux_add_partition(
                device.descriptor.number, CInt(clamping: number), bytes.lowerBound, UInt64(bytes.count))
        }
    }

    /// Writes back and drops what the kernel has cached of a device, so that the next reader sees the medium.
    ///
    /// - Parameter path: The device's node.
    public static func dropCache(of path: String) throws(LinuxError) {
        let device = try OpenFile.open(path)
        try call("BLKFLSBUF", on: path) { clinux_flush_device(device.descriptor.number) }
    }

    /// sysfs counts in sectors of 512 bytes whatever the disk's own are.
    private static let sectorBytes: UInt64 = 512

    /// `DEVNAME=` of the uevent file: the kernel's name has `!` where the node's has `/`.
    private static func nodeName(_ directory: String) -> String? {
        guard let bytes = TextFile.bytes("\(directory)/uevent") else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("DEVNAME=") }
        return line.map { String($0.dropFirst("DEVNAME=".count)) }
    }

    /// Digits count as one number: `sda2` comes before `sda10`.
    private var sortKey: [SortPart] { SortPart.parts(of: name) }
}

/// A run of digits, or a run of other characters, of a device's name.
private enum SortPart: Comparable {
    case number(UInt64)
    case text(String)

    static func parts(of name: String) -> [SortPart] {
        var parts: [SortPart] = []
        var rest = name[...]
        while let first = rest.first {
            let run = rest.prefix { $0.isNumber == first.isNumber }
            parts.append(UInt64(run).map { .number($0) } ?? .text(String(run)))
            rest = rest.dropFirst(run.count)
        }
        return parts
    }
}

extension [SortPart] {
    fileprivate static func < (left: [SortPart], right: [SortPart]) -> Bool { left.lexicographicallyPrecedes(right) }
}

/// The path without its last component.
func parentDirectory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
}

/// What stands after the last `/`.
package func lastComponent(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? ""
}

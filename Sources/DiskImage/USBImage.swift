public import Diagnostics
internal import Digests
public import DiskFormats
internal import Glibc
internal import Vocabulary

/// The whole stick: a GPT disk that boots by UEFI and by legacy BIOS and takes the log.
///
/// | partition | sectors of 512 bytes | holds |
/// |---|---|---|
/// | BIOS boot (only with boot code) | 2048, 1 MiB | GRUB's core |
/// | `UNLOOP` (ESP, FAT32) | next | the boot files, with 2 MiB to spare |
/// | `UNLOOP-LOG` (basic data, FAT32) | next | settings, logs, quarantine; Windows and macOS show it |
public struct USBImage: Sendable {
    /// The files of the partition `UNLOOP`.
    public var bootFiles: [FATFile]
    /// The files of the partition `UNLOOP-LOG`.
    public var logFiles: [FATFile]
    /// The directories of `UNLOOP-LOG` that are there even when empty.
    public var logDirectories: [String]
    /// The identity of the disk.
    public var diskGUID: GUID
    /// The identity of the partition `UNLOOP`.
    public var bootGUID: GUID
    /// The identity of the partition `UNLOOP-LOG`.
    public var logGUID: GUID
    /// The FAT serial number of `UNLOOP`.
    public var bootSerial: UInt32
    /// The FAT serial number of `UNLOOP-LOG`.
    public var logSerial: UInt32
    /// GRUB for legacy BIOS; a stick without it boots by UEFI only.
    public var biosBoot: BIOSBootCode?
    /// Unix seconds stamped on every file.
    public var timestamp: Int64
    /// The size of `UNLOOP-LOG` in bytes, a multiple of 1 MiB from 33 MiB on.
    public var logSize: Int64

    /// A stick with these files and identities.
    public init(
        bootFiles: [FATFile], logFiles: [FATFile] = [], logDirectories: [String] = [], diskGUID: GUID, bootGUID: GUID,
        logGUID: GUID, bootSerial: UInt32, logSerial: UInt32, biosBoot: BIOSBootCode?, timestamp: Int64,
        logSize: Int64 = 64 << 20
    ) {
        self.bootFiles = bootFiles
        self.logFiles = logFiles
        self.logDirectories = logDirectories
        self.diskGUID = diskGUID
        self.bootGUID = bootGUID
        self.logGUID = logGUID
        self.bootSerial = bootSerial
        self.logSerial = logSerial
        self.biosBoot = biosBoot
        self.timestamp = timestamp
        self.logSize = logSize
    }

    /// Writes the image to a sparse file at `path`. It grows in a folder beside it, and takes its name when it is whole.
    ///
    /// - Throws: `DiskImageError`; then `path` is what it was before.
    public func write(to path: String) throws(DiskImageError) {
        try DiskImageError.publishing(path) { temporary throws(DiskImageError) in try writeContents(to: temporary) }
    }

    private func writeContents(to path: String) throws(DiskImageError) {
        let sectorsPerMiB: Int64 = 2048
        let bootSize = try FATVolume.minimumSize(for: bootFiles) + 2 << 20
        let coreStart = sectorsPerMiB
        let bootStart = biosBoot == nil ? coreStart : coreStart + sectorsPerMiB
        let logStart = bootStart + bootSize / 512
        let end = logStart + logSize / 512
        var partitions = [
            PartitionSpec(
                name: StickName.bootPartition, type: PartitionType.system, guid: bootGUID, start: bootStart,
                size: bootSize / 512),
            PartitionSpec(
                name: StickName.logPartition, type: PartitionType.basicData, guid: logGUID, start: logStart,
                size: logSize / 512),
        ]
        if biosBoot != nil {
            let guid = GUID.derived(from: SHA256Hasher.hash(diskGUID.bytes), purpose: "bios-boot")
            partitions.insert(
                PartitionSpec(
                    name: "BIOS boot", type: PartitionType.biosBoot, guid: guid, start: coreStart, size: sectorsPerMiB),
                at: 0)
        }
        // The backup table needs 33 sectors at the end; a whole MiB keeps the length round.
        try GPTImage(diskGUID: diskGUID, sectorCount: end + sectorsPerMiB, partitions: partitions).write(to: path)
        if let biosBoot { try install(biosBoot, coreStart: coreStart, room: sectorsPerMiB, in: path) }
        try FATVolume(label: StickName.bootPartition, serial: bootSerial, size: bootSize, files: bootFiles)
            .write(to: path, at: bootStart * 512, timestamp: timestamp)
        try FATVolume(
            label: StickName.logPartition, serial: logSerial, size: logSize, files: logFiles,
            directories: logDirectories
        ).write(to: path, at: logStart * 512, timestamp: timestamp)
    }

    private func install(
        _ code: BIOSBootCode, coreStart: Int64, room: Int64, in path: String
    ) throws(DiskImageError) {
        guard code.coreSectorCount <= room else {
            throw DiskImageError(
                .volumeFull, "GRUB's core of \(code.core.count) bytes exceeds 1 MiB; name fewer modules")
        }
        let image = try ImageFile(path)
        try image.write(code.bootCode(coreStart: coreStart), at: 0)
        try image.write(code.placedCore(coreStart: coreStart), at: coreStart * 512)
        // Some BIOSes boot no disk without an active MBR partition, and UEFI wants the protective entry inactive: an
        // empty entry (type 0, the MBR itself) in the second place carries the flag, as xorriso's --mbr-force-bootable
        // does for the same reason.
        let active: [UInt8] = [0x80, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]
        try image.write(active, at: 0x1BE + 16)
    }
}

internal import DiskFormats
internal import LinuxSystem
internal import NTFSReader
internal import RepairEngine
internal import WindowsVolumes

/// A partition made for Windows, or a whole disk, whose first sector says nothing: it was never formatted, it is damaged, or
/// it is encrypted by a program other than BitLocker; then it may be the Windows of the machine.
enum UnrecognisedVolume {
    /// Smaller ones hold no Windows: Microsoft's reserved partition has 16 to 128 MiB, and nothing in it.
    private static let minimumSize: Int64 = 64 << 20
    private static let sampleSize: Int64 = 65_536
    /// Types of partitions that Windows formats, in libblkid's words: basic data, data of dynamic disks, and those of an MBR.
    private static let partitionTypes =
        [PartitionType.basicData, PartitionType.dynamicData].map { $0.description.lowercased() } + ["0x7", "0x42"]

    /// Whether Windows may be on a device that is not recognised.
    static func isPossible(on device: BlockDevice, _ content: BlockContent) -> Bool {
        // libblkid does not know the type where it does not read the table.
        content.type == nil && content.partitionType.map(partitionTypes.contains) ?? true
    }

    /// What is known of it.
    ///
    /// - Throws: `LinuxError`, when it cannot be read.
    static func content(of bytes: DeviceBytes, named name: String) throws -> VolumeContent {
        guard bytes.size >= minimumSize else { return .other("unknown") }
        if NTFSBootSector.copy(in: bytes, named: name) != nil {
            return .damaged(reason: "the first sector of this NTFS volume is damaged; its copy at the end is sound")
        }
        for place in samples(of: bytes.size) {
            let content = try bytes.read(at: place, count: Int(sampleSize))
            guard content.contains(where: { $0 != 0 }) else { continue }
            return .unknown(reason: "not recognised, and not empty (\(bytes.size >> 20) MiB)")
        }
        return .other("nothing")
    }

    /// Closer together towards the beginning, where a volume in use is never empty. A disk's first sectors have its table.
    private static func samples(of size: Int64) -> [Int64] {
        let doubled = sequence(first: Int64(1 << 20)) { $0 < size / 2 ? $0 * 2 : nil }
        let places = [sampleSize] + Array(doubled) + (1..<16).map { $0 * (size / 16) } + [size - 2 * sampleSize]
        // The last doubling may end less than a sample before the volume does.
        return places.filter { $0 <= size - sampleSize }
    }
}

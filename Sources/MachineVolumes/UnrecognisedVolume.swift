internal import LinuxSystem
internal import NTFSReader
internal import RepairEngine
internal import WindowsVolumes

/// A volume on a partition made for Windows whose first sector says nothing: it was never formatted, or it is damaged, and
/// then it may be the Windows of the machine.
enum UnrecognisedVolume {
    /// Smaller ones hold no Windows: Microsoft's reserved partition has 16 to 128 MiB, and nothing in it.
    private static let minimumSize: Int64 = 64 << 20
    private static let sampleCount: Int64 = 16
    private static let sampleSize = 65_536

    /// Whether a device is a partition that Windows would format: basic data, or type 7 of an MBR.
    static func isPossible(on device: BlockDevice, _ content: BlockContent) -> Bool {
        guard device.partition != nil, !device.isForeign, content.type == nil else { return false }
        // libblkid does not know the type where it does not read the table.
        return [nil, "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "0x7"].contains(content.partitionType)
    }

    /// What is known of it.
    ///
    /// - Throws: `LinuxError`, when it cannot be read.
    static func content(of bytes: DeviceBytes, named name: String) throws -> VolumeContent {
        guard bytes.size >= minimumSize else { return .other("unknown") }
        // The copy of NTFS' first sector is the last of the partition, which may have sectors of another size.
        for sectorSize in [512, 4096] as [Int64] {
            let sector = try bytes.read(at: bytes.size - sectorSize, count: 512)
            guard let copy = try? NTFSBootSector(sector, volume: name), copy.size <= bytes.size else { continue }
            return .damaged(
                reason: "the first sector of this NTFS volume is damaged, its copy at the end is sound; have Windows' "
                    + "recovery or a data recovery program put it back")
        }
        let step = bytes.size / sampleCount
        for sample in 0..<sampleCount {
            let content = try bytes.read(at: sample * step, count: sampleSize)
            guard content.contains(where: { $0 != 0 }) else { continue }
            return .unknown(reason: "\(bytes.size >> 20) MiB of unknown content on a partition made for Windows")
        }
        return .other("nothing")
    }
}

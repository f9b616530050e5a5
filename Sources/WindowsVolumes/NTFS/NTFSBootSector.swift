public import Diagnostics

/// The first sector of an NTFS volume.
///
/// Source: the `$Boot` layout in the Linux-NTFS documentation (NTFS concept "Boot"): bytes per sector @11 (u16), sectors
/// per cluster @13 (u8, above 128 a negative power of two), total sectors @40 (u64), clusters of `$MFT` @48 and
/// `$MFTMirr` @56 (u64), size of a record @64 (s8: clusters, or a negative power of two), serial number @72 (u64).
public struct NTFSBootSector: Sendable, Equatable {
    /// Bytes in a sector: 256 to 4096.
    public let bytesPerSector: Int
    /// Bytes in a cluster: a sector to 2 MiB.
    public let bytesPerCluster: Int
    /// The volume's length in sectors.
    public let totalSectors: UInt64
    /// The cluster in which `$MFT` starts.
    public let masterFileTable: UInt64
    /// Bytes in a record of `$MFT`: 512 to 64 KiB.
    public let bytesPerRecord: Int

    /// Recognises an NTFS volume by its first 512 bytes; nil if they are not an NTFS boot sector.
    ///
    /// - Throws: `VolumeError` with `damagedNTFS` when the signature is there but the numbers cannot be.
    public init?(_ sector: [UInt8], volume: String) throws(VolumeError) {
        let bytes = LittleEndianBytes(sector)
        guard bytes.hasText("NTFS    ", at: 3) else { return nil }
        guard let sectorBytes = bytes.u16(at: 11), let factor = bytes.u8(at: 13), let total = bytes.u64(at: 40),
            let table = bytes.u64(at: 48), let record = bytes.u8(at: 64)
        else { throw Self.damaged(volume, "it is cut short") }
        guard sectorBytes.nonzeroBitCount == 1, (256...4096).contains(sectorBytes) else {
            throw Self.damaged(volume, "\(sectorBytes) bytes per sector")
        }
        let sectorsPerCluster = factor <= 128 ? Int(factor) : 256 - Int(factor) < 22 ? 1 << (256 - Int(factor)) : 0
        let cluster = sectorBytes * sectorsPerCluster
        guard cluster.nonzeroBitCount == 1, (sectorBytes...(2 << 20)).contains(cluster) else {
            throw Self.damaged(volume, "\(sectorsPerCluster) sectors per cluster")
        }
        let signed = Int(Int8(bitPattern: record))
        let recordBytes = signed >= 0 ? signed * cluster : -signed < 32 ? 1 << -signed : 0
        guard recordBytes.nonzeroBitCount == 1, (512...65536).contains(recordBytes) else {
            throw Self.damaged(volume, "\(recordBytes) bytes per record")
        }
        guard total > 0, total < 1 << 48, table < total else {
            throw Self.damaged(volume, "its file table lies outside the volume")
        }
        bytesPerSector = sectorBytes
        bytesPerCluster = cluster
        totalSectors = total
        masterFileTable = table
        bytesPerRecord = recordBytes
    }

    private static func damaged(_ volume: String, _ what: String) -> VolumeError {
        VolumeError(
            .damagedNTFS, "\(volume): the NTFS boot sector is damaged (\(what)); run chkdsk from Windows setup media")
    }
}

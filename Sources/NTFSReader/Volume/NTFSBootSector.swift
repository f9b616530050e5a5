public import Diagnostics

/// The first sector of an NTFS volume; its copy is the sector behind the volume's last one.
///
/// Source: Linux-NTFS documentation, file "$Boot"; checked against volumes of Windows 7 to 11.
public struct NTFSBootSector: Sendable, Equatable {
    /// Where the fields lie.
    enum Field {
        /// The text `NTFS` and four blanks.
        static let signature = 3
        /// Bytes in a sector, u16.
        static let bytesPerSector = 11
        /// Sectors in a cluster, u8; above 128 the negative of a power of two.
        static let sectorsPerCluster = 13
        /// Sectors in the volume, without the copy of this one, u64.
        static let totalSectors = 40
        /// First cluster of `$MFT`, u64.
        static let fileTable = 48
        /// First cluster of `$MFTMirr`, u64.
        static let fileTableMirror = 56
        /// Clusters in a file record, s8; below 0 the negative of a power of two in bytes.
        static let recordSize = 64
        /// Serial number, u64.
        static let serialNumber = 72
    }

    /// Bytes in a sector: 256 to 4096.
    public let bytesPerSector: Int
    /// Bytes in a cluster: a sector to 2 MiB.
    public let bytesPerCluster: Int
    /// The volume's length in sectors, without the copy of this sector behind it.
    public let totalSectors: UInt64
    /// The cluster in which `$MFT` starts.
    public let masterFileTable: UInt64
    /// The cluster in which the mirror of the first records starts.
    public let masterFileTableMirror: UInt64
    /// Bytes in a record of `$MFT`: 512 to 64 KiB.
    public let bytesPerRecord: Int
    /// The volume's serial number.
    public let serialNumber: UInt64

    /// The volume's length in bytes.
    public var size: Int64 { Int64(totalSectors) * Int64(bytesPerSector) }
    /// The volume's length in clusters.
    public var totalClusters: UInt64 { totalSectors / UInt64(bytesPerCluster / bytesPerSector) }

    /// Recognises an NTFS volume by its first 512 bytes; nil if they are not an NTFS boot sector.
    ///
    /// - Throws: `damagedBootSector` when the signature is there but the numbers cannot be.
    public init?(_ sector: [UInt8], volume: String) throws(NTFSReaderError) {
        let bytes = ByteWindow(sector)
        guard bytes.hasText("NTFS    ", at: Field.signature) else { return nil }
        guard let sectorBytes = bytes.u16(at: Field.bytesPerSector), let factor = bytes.u8(at: Field.sectorsPerCluster),
            let total = bytes.u64(at: Field.totalSectors), let table = bytes.u64(at: Field.fileTable),
            let mirror = bytes.u64(at: Field.fileTableMirror), let record = bytes.u8(at: Field.recordSize),
            let serial = bytes.u64(at: Field.serialNumber)
        else { throw Self.damaged(volume, "it is cut short") }
        guard sectorBytes.nonzeroBitCount == 1, (256...4096).contains(sectorBytes) else {
            throw Self.damaged(volume, "\(sectorBytes) bytes per sector")
        }
        let sectorsPerCluster = factor <= 128 ? factor : 256 - factor < 22 ? 1 << (256 - factor) : 0
        let cluster = sectorBytes * sectorsPerCluster
        guard cluster.nonzeroBitCount == 1, (sectorBytes...(2 << 20)).contains(cluster) else {
            throw Self.damaged(volume, "\(sectorsPerCluster) sectors per cluster")
        }
        let signed = Int(Int8(truncatingIfNeeded: record))
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
        masterFileTableMirror = mirror
        bytesPerRecord = recordBytes
        serialNumber = serial
    }

    private static func damaged(_ volume: String, _ what: String) -> NTFSReaderError {
        NTFSReaderError(
            .damagedBootSector,
            "\(volume): the NTFS boot sector is damaged (\(what)); run chkdsk from Windows setup media")
    }
}

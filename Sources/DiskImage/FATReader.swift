public import Diagnostics

/// A FAT32 volume inside an image file or a disk, read and never written. What it says of itself is checked: the image may
/// have come over a network, and the disk from anyone.
public final class FATReader {
    /// The volume's serial number.
    public let serial: UInt32
    /// The volume's length in bytes.
    public let size: Int64
    /// The length of a cluster in bytes.
    public let clusterSize: Int64
    /// Where the clusters begin, in bytes from the start of the volume.
    public let dataStart: Int64

    let file: ImageFile
    let offset: Int64
    let rootCluster: UInt32
    private let table: [UInt8]
    private let clusterCount: Int

    /// The volume that begins `offset` bytes from the start of the file at `path` and has at most `length` bytes.
    ///
    /// - Throws: `DiskImageError`: `fileAccess`, or `damaged` when there is no sound FAT32 volume.
    public init(_ path: String, at offset: Int64, length: Int64) throws(DiskImageError) {
        file = try ImageFile(reading: path)
        self.offset = offset
        // Microsoft FAT specification 1.03, section 3.1 and 3.3: offsets of the BIOS parameter block.
        let sector = try file.bytes(512, at: offset)
        let sectorsPerCluster = Int64(sector[13])
        let reserved = Int64(sector.number(UInt16.self, at: 14))
        let tables = Int64(sector[16])
        let sectors = Int64(sector.number(UInt32.self, at: 32))
        let sectorsPerTable = Int64(sector.number(UInt32.self, at: 36))
        let isFAT32 = sector.number(UInt16.self, at: 17) == 0 && sector.number(UInt16.self, at: 22) == 0
        let firstData = reserved + tables * sectorsPerTable
        guard sector[510...] == [0x55, 0xAA], sector.number(UInt16.self, at: 11) == 512, isFAT32, reserved > 0,
            (1...2).contains(tables), sectorsPerCluster.nonzeroBitCount == 1, firstData < sectors,
            sectors * 512 <= length, offset + sectors * 512 <= file.length
        else { throw Self.damaged(file, offset, "there is no sound FAT32 volume") }
        clusterSize = sectorsPerCluster * 512
        dataStart = firstData * 512
        size = sectors * 512
        serial = sector.number(at: 67)
        rootCluster = sector.number(at: 44)
        clusterCount = Int((sectors - firstData) / sectorsPerCluster)
        guard clusterCount < 0xFFF_FFF5, Int64(clusterCount + 2) * 4 <= sectorsPerTable * 512 else {
            throw Self.damaged(file, offset, "its table is too short for its clusters")
        }
        table = try file.bytes((clusterCount + 2) * 4, at: offset + reserved * 512)
    }

    /// The parts of the volume that are in use, in bytes from its start, sorted: boot sectors and tables, then the clusters
    /// that the table does not call free.
    public func usedRanges() -> [Range<Int64>] {
        var ranges: [Range<Int64>] = [0..<dataStart]
        for cluster in 0..<clusterCount where entry(UInt32(cluster + 2)) != 0 {
            let start = dataStart + Int64(cluster) * clusterSize
            if ranges[ranges.count - 1].upperBound == start {
                ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<start + clusterSize
            } else {
                ranges.append(start..<start + clusterSize)
            }
        }
        return ranges
    }

    /// The bytes of a chain of clusters, at most `limit` of them.
    func chain(from first: UInt32, limit: Int) throws(DiskImageError) -> [UInt8] {
        var bytes: [UInt8] = []
        var cluster = first
        // The limit ends a chain that runs in a circle, too.
        while bytes.count < limit {
            guard cluster >= 2, Int(cluster) < clusterCount + 2 else {
                throw damaged("a chain leads out of the volume")
            }
            bytes += try file.bytes(Int(clusterSize), at: offset + dataStart + Int64(cluster - 2) * clusterSize)
            cluster = entry(cluster)
            if cluster >= 0x0FFF_FFF8 { return bytes }
        }
        return bytes
    }

    func damaged(_ what: String) -> DiskImageError { Self.damaged(file, offset, what) }

    /// The upper four bits are reserved (section 4.1).
    private func entry(_ cluster: UInt32) -> UInt32 { table.number(UInt32.self, at: Int(cluster) * 4) & 0x0FFF_FFFF }

    private static func damaged(_ file: ImageFile, _ offset: Int64, _ what: String) -> DiskImageError {
        DiskImageError(.damaged, "\(file.path), volume at byte \(offset): \(what); copy or build it again")
    }
}

internal import NTFSReader

/// A whole disk, read by sectors, with every number checked before it is used.
struct DiskSectors {
    private let disk: any VolumeBytes
    /// Bytes in a logical sector.
    let sectorSize: Int
    /// Whole sectors of the disk.
    let count: UInt64

    init(_ disk: any VolumeBytes, sectorSize: Int) {
        self.disk = disk
        self.sectorSize = sectorSize
        count = UInt64(max(0, disk.size)) / UInt64(sectorSize)
    }

    /// Sectors as bytes.
    ///
    /// - Throws: When no disk can be that large.
    func bytes(_ sectors: UInt64, _ what: String) throws(DatabaseProblem) -> Int64 {
        guard sectors <= UInt64(Int64.max) / UInt64(sectorSize) else {
            throw .damaged("\(what) is an impossible number")
        }
        return Int64(sectors) * Int64(sectorSize)
    }

    /// Whether all of these sectors are on the disk.
    func contains(_ start: UInt64, count length: UInt64) -> Bool { start <= count && length <= count - start }

    /// Exactly these sectors.
    func read(_ start: UInt64, count length: UInt64, _ what: String) throws(DatabaseProblem) -> [UInt8] {
        guard contains(start, count: length), length <= UInt64(DatabaseLimits.size / sectorSize) else {
            throw .damaged("\(what) lies outside the disk")
        }
        let size = Int(length) * sectorSize
        do {
            let read = try disk.read(at: Int64(start) * Int64(sectorSize), count: size)
            guard read.count == size else { throw DatabaseProblem.unreadable("") }
            return read
        } catch {
            throw .unreadable("\(what) cannot be read (sector \(start))")
        }
    }
}

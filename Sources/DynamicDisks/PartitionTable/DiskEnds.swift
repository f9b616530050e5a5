internal import DiskFormats

/// The beginning and the end of a disk, where partition tables are, as far as they can be read.
struct DiskEnds: ByteSource {
    /// Sectors at either end: a usual table has 34 of 512 bytes, and fewer of more.
    private static let length: UInt64 = 34

    let size: Int64
    /// Whether a part cannot be read.
    private(set) var isIncomplete = false
    private var pieces: [(start: Int64, bytes: [UInt8])] = []

    init(_ disk: DiskSectors) {
        let width = UInt64(disk.sectorSize)
        size = Int64(disk.count) * Int64(width)
        let count = min(Self.length, disk.count)
        read(0..<count, of: disk)
        read(max(count, disk.count - count)..<disk.count, of: disk)
    }

    /// At once, and by single sectors where that fails.
    private mutating func read(_ sectors: Range<UInt64>, of disk: DiskSectors) {
        let width = Int64(disk.sectorSize)
        if let bytes = try? disk.read(sectors.lowerBound, count: UInt64(sectors.count), "the partition table") {
            pieces.append((Int64(sectors.lowerBound) * width, bytes))
            return
        }
        isIncomplete = true
        guard sectors.count > 1 else { return }
        for sector in sectors { read(sector..<sector + 1, of: disk) }
    }

    func read(at offset: Int64, count: Int) -> ArraySlice<UInt8> {
        var found: [UInt8] = []
        for piece in pieces {
            let place = offset + Int64(found.count)
            guard found.count < count, place >= piece.start, place < piece.start + Int64(piece.bytes.count) else {
                continue
            }
            found += piece.bytes[Int(place - piece.start)...].prefix(count - found.count)
        }
        return found[...]
    }
}

public import Diagnostics

/// A FAT12, FAT16 or FAT32 volume (Microsoft FAT specification, August 2005), read and never written.
///
/// Unloop reads FAT itself: mtools stop at the first thing that is wrong, and a stick that was pulled has wrong things on
/// it.
public struct FATFileSystem: Sendable {
    let source: any ByteSource
    /// Where the volume begins on its source, in bytes.
    public let start: Int64
    let geometry: FATGeometry
    let policy: ReadingPolicy

    /// The serial number.
    public var serial: UInt32 { geometry.serial }
    /// Whether it is FAT32.
    public var isFAT32: Bool { geometry.kind == .fat32 }
    /// The length in bytes, as the boot sector says.
    public var size: Int64 { geometry.size }
    /// The size of a cluster in bytes.
    public var clusterSize: Int64 { geometry.clusterSize }
    /// Where the clusters begin, in bytes from the start of the volume.
    public var dataStart: Int64 { geometry.dataStart }

    /// Sector 6 has the copy of the boot sector where the first one is lost (section 3.3).
    private static let usualBackup: Int64 = 6

    /// Finds a volume.
    ///
    /// Strictly, the boot sector has to be whole, alike its copy, and within the room; tolerantly, its copy serves too, and
    /// the volume may have lost its end.
    ///
    /// - Parameters:
    ///   - start: where it begins on the source, in bytes.
    ///   - room: how many bytes it may have.
    /// - Throws: `fat-missing`; strictly also `fat-damaged`.
    public init(
        _ source: any ByteSource, at start: Int64, room: Int64, policy: ReadingPolicy
    ) throws(DiskFormatError) {
        let room = min(room, source.size - min(max(start, 0), source.size))
        func geometry(at offset: Int64) -> FATGeometry? {
            source.exactly(512, at: start + offset).flatMap { FATGeometry($0, room: room) }
        }
        let isInside = start >= 0 && start < source.size
        var found = isInside ? geometry(at: 0) : nil
        if found == nil, isInside, case .tolerant = policy {
            found = geometry(at: Self.usualBackup * 512)
            if found != nil {
                try policy.meet(
                    DiskFormatError(.fileSystemDamaged, "FAT at byte \(start): boot sector lost; using its backup"))
            }
        }
        guard let found else { throw DiskFormatError(.noFileSystem, "no FAT file system at byte \(start)") }
        (self.source, self.start, self.geometry, self.policy) = (source, start, found, policy)
        if found.size > room {
            try meet("claims \(found.size) bytes, but its partition has \(room)")
        }
        if !found.isTableLongEnough { try meet("allocation table too short for the volume") }
        if case .cluster(let root) = found.root, !found.isCluster(root) {
            try meet("root directory at cluster \(root), which does not exist")
        }
        if found.kind == .fat32, found.backupSector > 0, found.backupSector < 32 {
            let copy = source.read(at: start + found.backupSector * found.sectorSize, count: 512)
            if !copy.elementsEqual(source.read(at: start, count: 512)) {
                try meet("boot sector differs from its backup in sector \(found.backupSector)")
            }
        }
    }

    /// The parts of the volume that are in use, in bytes from its start, sorted: boot sectors and tables, then the clusters
    /// that the table does not call free.
    public func usedRanges() -> [Range<Int64>] {
        var table = FATTable(source, start: start, geometry: geometry)
        var ranges: [Range<Int64>] = [0..<dataStart]
        for cluster in 2..<geometry.clusterCount + 2 where table.link(of: cluster) != .free {
            let start = geometry.offset(of: cluster)
            if ranges[ranges.count - 1].upperBound == start {
                ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<start + clusterSize
            } else {
                ranges.append(start..<start + clusterSize)
            }
        }
        return ranges
    }

    /// The volume's name in its root directory, if it has one there.
    public func label() -> String? {
        var walk = FATWalk(self, budget: ReadingBudget(bytes: FATDirectoryEntry.maximumDirectorySize))
        return try? walk.root().first(where: \.isLabel)?.name
    }

    /// Everything in the folders of the volume, in its order, folders before what is in them.
    ///
    /// - Parameter budget: is lowered by what is listed, also by files that are not read afterwards.
    /// - Throws: strictly, what is wrong; tolerantly nothing.
    public func list(budget: inout ReadingBudget) throws(DiskFormatError) -> FATListing {
        var walk = FATWalk(self, budget: budget)
        defer { budget = walk.budget }
        return try walk.list()
    }

    /// Everything in the folders of the volume, within a budget of its own.
    public func list() throws(DiskFormatError) -> FATListing {
        var budget = ReadingBudget(for: source)
        return try list(budget: &budget)
    }

    /// The content of a file, as far as it can be read.
    ///
    /// - Throws: strictly, `fat-damaged` when it is shorter than the file.
    public func content(of item: FATItem) throws(DiskFormatError) -> [UInt8] {
        var content: [UInt8] = []
        for range in item.ranges {
            let bytes = source.read(at: range.lowerBound, count: Int(range.upperBound - range.lowerBound))
            if item.ranges.count == 1, bytes.startIndex == 0 { content = Array(bytes) } else { content += bytes }
            if Int64(bytes.count) < range.upperBound - range.lowerBound { break }
        }
        if content.count < item.size, content.count < item.foundSize {
            try meet("\(item.path): cannot be read beyond byte \(content.count)")
        }
        return content
    }

    /// Throws or notes an oddity of this volume.
    func meet(_ what: @autoclosure () -> String) throws(DiskFormatError) {
        try policy.meet(DiskFormatError(.fileSystemDamaged, "FAT at byte \(start): \(what())"))
    }
}

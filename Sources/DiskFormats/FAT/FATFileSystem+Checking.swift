public import Diagnostics

extension FATFileSystem {
    /// The fields of the sector with hints about free space (section 5).
    enum InformationField {
        static let leadSignature = 0..<4
        static let structureSignature = 484..<488
        static let freeClusters = 488..<492
    }

    private static let leadSignature: UInt64 = 0x4161_5252
    private static let structureSignature: UInt64 = 0x6141_7272
    private static let unknown: UInt64 = 0xFFFF_FFFF

    /// Checks everything that can be checked: every folder and chain, both copies of the table, clusters that belong to no
    /// file, and the hint about free space.
    ///
    /// - Returns: what the folders hold.
    /// - Throws: strictly, the first thing that is wrong; a budget that is used up is wrong too.
    @discardableResult
    public func check() throws(DiskFormatError) -> FATListing {
        var walk = FATWalk(self, budget: ReadingBudget(for: source))
        let listing = try walk.list()
        if let stop = listing.stop { try policy.meet(stop) }
        var table = FATTable(source, start: start, geometry: geometry)
        if let place = table.difference() { try meet("the two allocation tables differ from byte \(place) on") }
        var free: UInt64 = 0
        for cluster in 2..<geometry.clusterCount + 2 {
            switch table.link(of: cluster) {
            case .free: free += 1
            case .bad: break
            case .next, .end, .outside:
                if !walk.taken.contains(cluster) { try meet("cluster \(cluster) is in use but belongs to no file") }
            }
        }
        try checkInformation(free: free)
        return listing
    }

    private func checkInformation(free: UInt64) throws(DiskFormatError) {
        guard geometry.informationSector > 0, geometry.informationSector < 32 else { return }
        let sector = source.read(at: start + geometry.informationSector * geometry.sectorSize, count: 512)
        guard sector.little(InformationField.leadSignature) == Self.leadSignature,
            sector.little(InformationField.structureSignature) == Self.structureSignature
        else { return try meet("sector with the free-cluster count is damaged") }
        let hint = sector.little(InformationField.freeClusters)
        if hint != Self.unknown, hint != free { try meet("free-cluster count says \(hint); \(free) are free") }
    }
}

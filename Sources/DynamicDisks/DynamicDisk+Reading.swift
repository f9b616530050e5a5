public import NTFSReader

extension DynamicDisk {
    /// Reads a whole disk's database.
    ///
    /// Where the first copy of a structure is damaged, another is used. The records have one copy on each disk: another
    /// disk of the group has the same.
    ///
    /// - Parameters:
    ///   - disk: the whole disk, from its first sector to its last.
    ///   - name: for messages.
    ///   - sectorSize: bytes in a logical sector: 512 or 4096.
    /// - Returns: nil when the disk is not dynamic, by its partition table.
    /// - Throws: When it is dynamic and its database cannot be read, or when its partition table cannot.
    public static func read(
        _ disk: some VolumeBytes, named name: String, sectorSize: Int = 512
    ) throws(DynamicDiskError) -> DynamicDisk? {
        do throws(DatabaseProblem) {
            guard [512, 1024, 2048, 4096].contains(sectorSize) else {
                throw .unsupported("its sectors have \(sectorSize) bytes")
            }
            let sectors = DiskSectors(disk, sectorSize: sectorSize)
            guard let signature = try DynamicDiskSignature.of(sectors) else { return nil }
            return try DynamicDisk(sectors, signature)
        } catch {
            throw error.error(named: name)
        }
    }

    private init(_ disk: DiskSectors, _ signature: DynamicDiskSignature) throws(DatabaseProblem) {
        let header = try PrivateHeader.find(disk, signature)
        let table = try TableOfContents.find(disk, header)
        let content = try disk.read(
            header.database.lowerBound + table.records.lowerBound,
            count: table.records.upperBound - table.records.lowerBound, "the database of this dynamic disk")
        let store = try RecordStore(content)
        guard store.groupID == header.groupID else { throw .damaged("its records belong to another disk group") }
        let graph = try RecordGraph(store)
        guard graph.disks.values.contains(where: { $0.id == header.diskID }) else {
            throw .damaged("its records do not list this disk")
        }
        diskID = header.diskID
        groupID = header.groupID
        groupName = graph.groupName
        sequence = store.sequence
        dataArea =
            try disk.bytes(header.data.lowerBound, "a sector")..<disk.bytes(header.data.upperBound, "a sector")
        members = graph.members
        var volumes: [DynamicVolume] = []
        for volume in graph.volumes { volumes.append(try graph.assemble(volume, disk)) }
        self.volumes = volumes
        try checkPlaces()
    }

    /// Parts lie in the data area, as far as it is known, and share nothing.
    private func checkPlaces() throws(DatabaseProblem) {
        var ranges: [String: [Range<Int64>]] = [:]
        for part in volumes.flatMap(\.parts) {
            guard part.startInDataArea <= Int64.max - part.size else {
                throw .damaged("part \(part.name) has an impossible place")
            }
            guard part.diskID != diskID || start(of: part) != nil else {
                throw .damaged("part \(part.name) lies outside the area of the volumes")
            }
            ranges[part.diskID, default: []].append(part.startInDataArea..<part.startInDataArea + part.size)
        }
        for ranges in ranges.values {
            let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
            guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound }) else {
                throw .damaged("two of its parts overlap")
            }
        }
    }
}

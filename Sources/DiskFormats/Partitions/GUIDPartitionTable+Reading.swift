public import Diagnostics

extension GUIDPartitionTable {
    /// Reads the table of a disk.
    ///
    /// Strictly, both copies have to be sound and alike, with sectors of 512 bytes. Tolerantly, either copy serves, with
    /// sectors of 4096 bytes too: a sound one first, then one whose checksums are wrong. Partitions are cut to the disk.
    ///
    /// - Throws: `partition-table-missing`; strictly also `partition-table-damaged`.
    public static func read(
        _ source: any ByteSource, policy: ReadingPolicy
    ) throws(DiskFormatError) -> GUIDPartitionTable {
        switch policy {
        case .strict: return try readStrictly(source)
        case .tolerant:
            let copies = ([512, 4096] as [Int64]).flatMap { size in
                [1, source.size / size - 1].compactMap { Copy(of: source, at: $0, sectorSize: size) }
            }
            guard let copy = copies.first(where: { $0.fault == nil }) ?? copies.first else { throw missing }
            // Of sectors of the size that is in use: what another size finds is chance.
            for other in copies where other.sectorSize == copy.sectorSize {
                if let fault = other.fault { try policy.meet(damaged(other, fault)) }
            }
            if copies.count(where: { $0.sectorSize == copy.sectorSize }) == 1 {
                let which = copy.sector == 1 ? "backup is missing" : "first copy is missing; using the backup"
                try policy.meet(DiskFormatError(.tableDamaged, "partition table: \(which)"))
            }
            return try GUIDPartitionTable(copy, of: source, policy: policy)
        }
    }

    /// Reads the copy of a table that a machine starts from: the first sound one, for sectors of the disk's own size.
    ///
    /// The second copy is where a sound first header says, or at the disk's end. Partitions have to lie within the usable
    /// sectors, apart from each other, and those within the disk.
    ///
    /// - Returns: The table, the partitions' numbers from 1, and the sector of the header: 1 for the first copy.
    /// - Throws: `partition-table-missing`, or `partition-table-damaged` where a copy is there but none is sound.
    public static func readSoundCopy(
        of source: any ByteSource, sectorSize: Int64
    ) throws(DiskFormatError) -> (table: GUIDPartitionTable, numbers: [Int], headerSector: Int64) {
        let sectors = source.size / sectorSize
        let first = Copy(of: source, at: 1, sectorSize: sectorSize)
        let named = first.flatMap { $0.headerFault == nil ? Int64(exactly: $0.lastSector) : nil }
        let others = [named, sectors - 1].compactMap { sector in
            sector.flatMap { Copy(of: source, at: $0, sectorSize: sectorSize) }
        }
        var problem = missing
        for copy in [first].compactMap(\.self) + others {
            if let obstacle = copy.obstacle(sectors: UInt64(sectors)) {
                problem = damaged(copy, obstacle)
                continue
            }
            let table = try GUIDPartitionTable(copy, of: source, policy: .strict)
            let numbers = copy.used.map(\.number)
            guard numbers.count == table.partitions.count else { throw damaged(copy, "entries that are none") }
            return (table, numbers, copy.sector)
        }
        throw problem
    }

    private static func readStrictly(_ source: any ByteSource) throws(DiskFormatError) -> GUIDPartitionTable {
        guard let first = Copy(of: source, at: 1, sectorSize: 512) else { throw missing }
        if let fault = first.fault { throw damaged(first, fault) }
        guard let other = Int64(exactly: first.lastSector), let backup = Copy(of: source, at: other, sectorSize: 512)
        else {
            throw DiskFormatError(.tableDamaged, "partition table: backup at sector \(first.lastSector) is missing")
        }
        if let fault = backup.fault { throw damaged(backup, fault) }
        let isSame =
            first.entries == backup.entries
            && first.header.bytes(HeaderField.diskGUID) == backup.header.bytes(HeaderField.diskGUID)
        guard isSame else { throw damaged(backup, "differs from the first copy") }
        return try GUIDPartitionTable(first, of: source, policy: .strict)
    }

    private static let missing = DiskFormatError(.noPartitionTable, "no GUID partition table")

    private static func damaged(_ copy: Copy, _ fault: String) -> DiskFormatError {
        DiskFormatError(.tableDamaged, "partition table at sector \(copy.sector): \(fault)")
    }

    private init(_ copy: Copy, of source: any ByteSource, policy: ReadingPolicy) throws(DiskFormatError) {
        guard let guid = GUID(diskBytes: copy.header.bytes(HeaderField.diskGUID)) else { throw Self.missing }
        let present = source.size / copy.sectorSize
        // A copied image may end early; a table may claim anything.
        let count = min(copy.lastSector, UInt64(present - 1)) + 1
        var partitions: [PartitionSpec] = []
        for (number, entry) in copy.used {
            if let found = try Self.partition(number, entry, copy, sectors: count, policy) { partitions.append(found) }
        }
        let sorted = partitions.sorted { $0.start < $1.start }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.start + one.size > next.start {
            try policy.meet(DiskFormatError(.tableDamaged, "partitions overlap at sector \(next.start)"))
        }
        self.init(
            diskGUID: guid, sectorSize: copy.sectorSize, sectorCount: Int64(count), partitions: partitions)
    }

    private static func partition(
        _ number: Int, _ entry: ArraySlice<UInt8>, _ copy: Copy, sectors: UInt64, _ policy: ReadingPolicy
    ) throws(DiskFormatError) -> PartitionSpec? {
        let (first, last) = (entry.little(EntryField.firstSector), entry.little(EntryField.lastSector))
        let usable = (copy.header.little(HeaderField.firstUsable), copy.header.little(HeaderField.lastUsable))
        if first < max(usable.0, 2) || last > usable.1 || last >= sectors || last < first {
            try policy.meet(
                DiskFormatError(
                    .tableDamaged,
                    "partition \(number): sectors \(first) to \(last) are not between \(usable.0) and \(usable.1) "
                        + "on a disk of \(sectors)"))
        }
        guard first > 0, first <= last, first < sectors, let type = GUID(diskBytes: entry.bytes(EntryField.type)),
            let guid = GUID(diskBytes: entry.bytes(EntryField.guid))
        else { return nil }
        return PartitionSpec(
            name: String(decoding: entry.units(EntryField.name), as: UTF16.self), type: type, guid: guid,
            start: Int64(first), size: Int64(min(last, sectors - 1) - first + 1),
            attributes: entry.little(EntryField.attributes))
    }
}

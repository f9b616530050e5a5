internal import Archives
internal import DiskFormats

extension FuzzTarget {
    /// Whatever a table says, its partitions lie on the disk; as it is, and with right checksums: chance does not find a
    /// CRC-32.
    func readPartitionTable(_ input: [UInt8]) {
        let image = SparseImage(input)
        let disk = SparseDisk(image)
        checkPartitions(of: disk)
        checkPartitions(of: SparseDisk(PartitionTableChecksums.mended(image)))
        checkSoundCopy(of: SparseDisk(PartitionTableChecksums.mended(image)))
        checkSoundCopy(of: disk)
        for sectorSize in [512, 4096] {
            guard case .sound(let disks)? = IntelArrayMetadata.read(disk, sectorSize: sectorSize) else { continue }
            precondition((1...255).contains(disks), "an array without disks")
        }
        for range in MasterBootRecord.partitions(of: disk) {
            precondition(range.lowerBound > 0 && range.upperBound <= disk.size, "a partition outside of the disk")
        }
    }

    /// The kernel is asked to show these partitions.
    private func checkSoundCopy(of disk: SparseDisk) {
        for sectorSize in [512, 4096] as [Int64] {
            guard let (table, numbers, sector) = try? GUIDPartitionTable.readSoundCopy(of: disk, sectorSize: sectorSize)
            else { continue }
            precondition(numbers.count == table.partitions.count && Set(numbers).count == numbers.count)
            precondition(sector > 0 && sector < disk.size / sectorSize, "a table outside of the disk")
            let places = table.partitions.map(table.bytes).sorted { $0.lowerBound < $1.lowerBound }
            precondition(places.allSatisfy { $0.lowerBound > 0 && $0.upperBound <= disk.size })
            precondition(
                Swift.zip(places, places.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, "an overlap")
        }
    }

    private func checkPartitions(of disk: SparseDisk) {
        let list = OddityList()
        guard let table = try? GUIDPartitionTable.read(disk, policy: .tolerant(list)) else { return }
        precondition(table.partitions.count <= 1024)
        for partition in table.partitions {
            let range = table.bytes(of: partition)
            precondition(range.lowerBound > 0 && range.upperBound <= disk.size, "a partition outside of the disk")
        }
        guard let strict = try? GUIDPartitionTable.read(disk, policy: .strict) else { return }
        precondition(strict == table && list.count == 0, "the policies read a sound table differently")
    }

    /// Whatever a head says, the disk has a size in whole sectors, and its sectors are in this file or beside it.
    func readVirtualDisk(_ input: [UInt8]) {
        let file = SparseDisk(SparseImage(input))
        let parents = VirtualDiskParents(file)
        precondition(!parents.include(name: "\u{1}no such name\u{1}", contentID: nil))
        // Under the name of each format, for a name decides which may be meant; a content is of one at most.
        let names = VirtualDiskFormat.allCases.map { "disk.\($0.rawValue)" }
        let disks = names.compactMap { try? VirtualDisk.read(file, name: $0) }
        precondition(disks.count <= 1)
        guard let disk = disks.first else { return }
        precondition(disk.size > 0 && [512, 4096].contains(disk.sectorSize) && disk.size % Int64(disk.sectorSize) == 0)
        switch disk.layout {
        case .flat: precondition(disk.size <= file.size, "a disk that its file does not hold")
        case .flatFile(let name): precondition(!name.isEmpty && !name.contains("/") && name != "..")
        case .blocks: precondition(disk.format != .raw)
        }
    }

    /// Whatever a volume holds, what is read of it is within the budget, and a sound one reads alike under both policies.
    func readFAT(_ input: [UInt8]) {
        let disk = SparseDisk(SparseImage(input))
        let list = OddityList()
        guard let volume = try? FATFileSystem(disk, at: 0, room: disk.size, policy: .tolerant(list)) else { return }
        var budget = ReadingBudget(bytes: min(disk.size, 1 << 22), entries: 100_000)
        let total = budget.bytes
        guard let listing = try? volume.list(budget: &budget) else {
            preconditionFailure("a tolerant reader throws")
        }
        let content = listing.items.reduce(Int64(0)) { $0 + $1.foundSize }
        precondition(content <= total - budget.bytes, "files hold more than was paid")
        precondition(listing.items.count <= 100_000 - budget.entries, "more files than entries were paid")
        for item in listing.items.prefix(100) where item.foundSize < 1 << 16 {
            precondition(
                ((try? volume.content(of: item).count) ?? 0) <= item.foundSize, "a file is larger than its chain")
        }
        guard disk.size < 1 << 22,
            let strict = try? FATFileSystem(disk, at: 0, room: disk.size, policy: .strict).check(), listing.stop == nil
        else { return }
        precondition(strict.items == listing.items && list.count == 0, "the policies read a sound volume differently")
    }

    /// Whatever an archive holds, reading it ends, and no more comes out than its size allows.
    func readZip(_ input: [UInt8]) {
        let limit = ExpansionLimit(floor: 1 << 16, ratio: 100)
        input.withUnsafeBytes { bytes in
            guard
                let reader = try? ArchiveReader(
                    bytes: bytes, name: "f.zip", format: .zip, warnings: .reported, limit: limit)
            else { return }
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
            defer { buffer.deallocate() }
            var (entries, total) = (0, 0)
            while let entry = try? reader.next() {
                entries += 1
                precondition(entry.size >= 0)
                while let count = try? reader.read(into: buffer), count > 0 { total += count }
                precondition(total <= limit.allowance(for: Int64(input.count)), "more came out than the limit allows")
                // An entry has 30 bytes of header at least, and one in the directory 46.
                precondition(entries <= input.count, "more entries than bytes")
            }
        }
    }
}

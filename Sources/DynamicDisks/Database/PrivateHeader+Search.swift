extension PrivateHeader {
    /// The newest sound header of a disk.
    ///
    /// The first is in sector 6 of an MBR disk, or in the last sector of a GPT disk's metadata partition; it names its
    /// copies. When it is damaged, the end of the disk or of the partition is searched for them.
    static func find(_ disk: DiskSectors, _ signature: DynamicDiskSignature) throws(DatabaseProblem) -> PrivateHeader {
        let first: UInt64
        let area: Range<UInt64>
        switch signature {
        case .mbr:
            first = sectorOnMBR
            area = 0..<disk.count
        case .gpt(let metadata?):
            first = metadata.upperBound
            area = metadata.lowerBound..<metadata.upperBound + 1
        case .gpt(nil):
            throw .damaged("the partition with its database is missing")
        }
        var found: [PrivateHeader] = []
        var problem: DatabaseProblem?
        do throws(DatabaseProblem) {
            let sector = try disk.read(first, count: 1, "the header of this dynamic disk")
            if let header = try PrivateHeader(sector, on: disk) { found.append(header) }
        } catch {
            problem = error
        }
        if let header = found.first {
            for copy in header.copies {
                // What cannot be read or is damaged is not needed: the first is sound.
                if let sector = try? disk.read(header.database.lowerBound + copy, count: 1, "a copy of the header"),
                    let header = try? PrivateHeader(sector, on: disk)
                {
                    found.append(header)
                }
            }
        } else {
            found = copies(in: area, of: disk, &problem)
        }
        guard let newest = found.max(by: { $0.sequence < $1.sequence }) else {
            throw problem ?? .damaged("no copy of its header is sound")
        }
        guard found.allSatisfy({ $0 == newest || $0.sequence < newest.sequence }) else {
            throw .damaged("the copies of its header contradict each other")
        }
        return newest
    }

    /// Headers at the end of an area that lie where they themselves say: others may be part of a file.
    private static func copies(
        in area: Range<UInt64>, of disk: DiskSectors, _ problem: inout DatabaseProblem?
    ) -> [PrivateHeader] {
        var found: [PrivateHeader] = []
        // A read of 64 KiB at a time, and by single sectors where that fails.
        let piece = UInt64((64 << 10) / disk.sectorSize)
        let searched = min(area.upperBound - area.lowerBound, UInt64(DatabaseLimits.searchedEnd / disk.sectorSize))
        var start = area.upperBound - searched
        var refusals = 0
        // A failing disk takes seconds for each.
        let patience = 8
        while start < area.upperBound, refusals < patience {
            let count = min(piece, area.upperBound - start)
            var waiting = [start..<start + count]
            while let range = waiting.popLast(), refusals < patience {
                guard let bytes = try? disk.read(range.lowerBound, count: range.upperBound - range.lowerBound, "a copy")
                else {
                    refusals += 1
                    if range.count > 1 { waiting += range.map { $0..<$0 + 1 } }
                    continue
                }
                for (index, sector) in range.enumerated() {
                    let content = bytes[index * disk.sectorSize..<(index + 1) * disk.sectorSize]
                    guard content.starts(with: "PRIVHEAD".utf8) else { continue }
                    do throws(DatabaseProblem) {
                        guard let header = try PrivateHeader(Array(content), on: disk),
                            header.copies.contains(where: { header.database.lowerBound + $0 == sector })
                        else { continue }
                        found.append(header)
                    } catch {
                        problem = problem ?? error
                    }
                }
            }
            start += count
        }
        return found
    }
}

internal import Diagnostics
internal import DiskFormats
internal import Vocabulary

/// The logs on the medium of a stick that is not mounted.
enum StickLogs {
    /// The name of the log's partition, and the label of its file system.
    private static let label = StickName.logPartition
    /// A stick has one log partition and two others; a hostile table has a thousand that overlap.
    private static let maximumVolumes = 16

    /// The logs in the order of the directories, which is the order in which they were made.
    ///
    /// - Throws: `sourceUnknown` when there is no log partition.
    static func files(
        on medium: any ByteSource, name: String, tally: SourceTally
    ) throws(FleetStoreError) -> [LogFile] {
        let volumes = volumes(on: medium, oddities: tally.oddities)
        guard !volumes.isEmpty else {
            throw FleetStoreError(
                .sourceUnknown,
                "\(name): not a log, zip file or stick: no partition \(label) with FAT; if it has another file system, "
                    + "mount it and name the folder")
        }
        var files: [LogFile] = []
        var budget = ReadingBudget(for: medium)
        for volume in volumes.prefix(maximumVolumes) {
            guard let listing = try? volume.list(budget: &budget) else { continue }
            for item in listing.items where !item.isFolder {
                if LogFile.isLog(item.path) {
                    files.append(file(item, of: volume, order: files.count, source: name))
                } else if LogFile.isContainer(item.path) {
                    files.append(.nested(item.path, in: name))
                } else {
                    tally.foreign += 1
                }
            }
            if let stop = listing.stop { files.append(.refused(name, .sourceTooLarge, "\(name): \(stop.message)")) }
        }
        if volumes.count > maximumVolumes {
            files.append(
                .refused(
                    name, .sourceTooLarge, "\(name): more than \(maximumVolumes) log partitions; the others are skipped"
                ))
        }
        return files
    }

    /// The volume that the partition table names, or all that have the label, or the only one.
    private static func volumes(on medium: any ByteSource, oddities: OddityList) -> [FATFileSystem] {
        let policy = ReadingPolicy.tolerant(oddities)
        var named: [Range<Int64>] = []
        var all: [Range<Int64>] = []
        if let table = try? GUIDPartitionTable.read(medium, policy: policy) {
            named = table.partitions.filter { $0.name == label }.map(table.bytes(of:))
            all = table.partitions.map(table.bytes(of:))
        } else {
            all = MasterBootRecord.partitions(of: medium)
        }
        func volume(_ range: Range<Int64>) -> FATFileSystem? {
            do throws(DiskFormatError) {
                let room = range.upperBound - range.lowerBound
                return try FATFileSystem(medium, at: range.lowerBound, room: room, policy: policy)
            } catch {
                // A log partition that is not readable is a loss; any other one may hold anything.
                if named.contains(range) { oddities.add(error) }
                return nil
            }
        }
        let found = (named.isEmpty ? all : named).prefix(maximumVolumes + 1).compactMap(volume)
        if !named.isEmpty, !found.isEmpty { return found }
        let bare = [volume(0..<medium.size)].compactMap { $0 }
        let labelled = (found + bare).filter { $0.label() == label }
        return labelled.isEmpty ? bare : labelled
    }

    private static func file(_ item: FATItem, of volume: FATFileSystem, order: Int, source: String) -> LogFile {
        let size = min(item.foundSize, Int64(Limit.log))
        return LogFile(name: item.path, order: order, size: Int(size)) { () throws(FleetStoreError) in
            guard item.size <= Limit.log else { throw LogFile.tooLarge("\(source)/\(item.path)", item.size) }
            // What a damaged chain has lost shows in the log as a line without an end.
            return (try? volume.content(of: item)) ?? []
        }
    }
}

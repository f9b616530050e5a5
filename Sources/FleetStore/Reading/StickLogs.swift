internal import Diagnostics
internal import Vocabulary

/// The logs on the medium of a stick that is not mounted.
enum StickLogs {
    /// The name of the log's partition, and the label of its file system.
    private static let label = StickName.logPartition
    private static let maximumDepth = 16
    /// More files than any stick has.
    private static let maximumEntries = 4_000_000

    /// The logs in the order of the directories, which is the order in which they were made.
    ///
    /// - Throws: `sourceUnknown` when there is no log partition.
    static func files(on medium: any ByteSource, name: String) throws(FleetStoreError) -> [LogFile] {
        var volumes = volumes(on: medium)
        guard !volumes.isEmpty else {
            throw FleetStoreError(
                .sourceUnknown,
                "\(name) is no log, zip file or stick: there is no partition \(label) with FAT on it; if it has another "
                    + "file system, mount it and name the folder")
        }
        var files: [LogFile] = []
        while !volumes.isEmpty {
            let walk = Walk(volume: volumes.removeFirst(), source: name, files: files)
            files = walk.files
        }
        return files
    }

    /// The volume that the partition table names, or all that have the label, or the only one.
    private static func volumes(on medium: any ByteSource) -> [FATVolume] {
        let partitions = PartitionTable.partitions(of: medium)
        let named = partitions.filter { $0.name == label }
        let found = (named.isEmpty ? partitions : named).compactMap { partition in
            FATVolume(medium, at: partition.start, size: partition.size)
        }
        if !named.isEmpty, !found.isEmpty { return found }
        let bare = [FATVolume(medium, at: 0, size: medium.size)].compactMap { $0 }
        let labelled = (found + bare).filter { volume in
            FATEntry.entries(of: volume.rootDirectory).contains { $0.isLabel && $0.name == label }
        }
        return labelled.isEmpty ? bare : labelled
    }

    /// Goes through the folders of a volume, each once, even if a damaged one leads back to itself.
    private struct Walk {
        let volume: FATVolume
        let source: String
        var files: [LogFile]
        private var seen: Set<Int> = []
        private var entries = 0

        init(volume: FATVolume, source: String, files: [LogFile]) {
            self.volume = volume
            self.source = source
            self.files = files
            walk(volume.rootDirectory, path: "", depth: 0)
        }

        private mutating func walk(_ directory: ArraySlice<UInt8>, path: String, depth: Int) {
            for entry in FATEntry.entries(of: directory) where !entry.isLabel {
                entries += 1
                guard entries <= maximumEntries else { return }
                let name = path + entry.name
                if entry.isFolder {
                    guard depth < maximumDepth, seen.insert(entry.cluster).inserted else { continue }
                    walk(
                        volume.content(from: entry.cluster, limit: FATEntry.maximumDirectorySize), path: name + "/",
                        depth: depth + 1)
                } else if LogFile.isLog(name) {
                    files.append(file(name, entry))
                } else if LogFile.isContainer(name) {
                    files.append(.nested(name, in: source))
                }
            }
        }

        private func file(_ name: String, _ entry: FATEntry) -> LogFile {
            let volume = volume
            let source = source
            return LogFile(name: name, order: files.count) { () throws(FleetStoreError) in
                guard entry.size <= Limit.log else {
                    throw LogFile.tooLarge("\(source)/\(name)", Int64(entry.size))
                }
                // What a damaged chain has lost shows in the log as a line without an end.
                return Array(volume.content(from: entry.cluster, limit: entry.size))
            }
        }
    }
}

internal import DiskFormats
internal import Foundation
internal import LinuxSystem
internal import Vocabulary

/// What is on a disk, in a few words.
enum DiskContent {
    /// Entries of folders that are looked at to count the logs.
    private static let maximumEntries = 500_000

    /// For example `Unloop stick, build 0123456789ab, 12 logs`, `incomplete Unloop stick`, `exfat KINGSTON`, `gpt: vfat EFI, ntfs`.
    static func describe(_ disk: BlockDevice, partitions: [BlockDevice]) -> String {
        if let sector = try? OpenFile.open(disk.path).read(at: 0, count: 512), IncompleteMark.isIn(sector) {
            return "incomplete Unloop stick"
        }
        if let stick = unloopStick(disk) { return stick }
        let whole = volume(disk)
        let parts = partitions.map { volume($0) ?? "unknown" }
        if parts.isEmpty { return whole ?? "nothing known" }
        return "\(table(of: disk) ?? "partitions"): \(parts.joined(separator: ", "))"
    }

    private static func unloopStick(_ disk: BlockDevice) -> String? {
        // A stick that comes back may be damaged, or hostile; it is read within a second.
        let policy = ReadingPolicy.tolerant(OddityList())
        guard let source = try? FileBytes(disk.path),
            let table = try? GUIDPartitionTable.read(source, policy: policy),
            let boot = table.partitions.first(where: { $0.name == StickName.bootPartition }),
            let log = table.partitions.first(where: { $0.name == StickName.logPartition })
        else { return nil }
        func listing(_ partition: PartitionSpec) -> FATListing? {
            let range = table.bytes(of: partition)
            let room = range.upperBound - range.lowerBound
            var budget = ReadingBudget(bytes: source.size, entries: maximumEntries)
            return try? FATFileSystem(source, at: range.lowerBound, room: room, policy: policy).list(budget: &budget)
        }
        let build = listing(boot).flatMap { StickNames.build(among: $0.items) }.map { ", build \($0)" } ?? ""
        return "Unloop stick\(build)\(logs(among: listing(log)))"
    }

    /// Logs that nobody has collected are what is lost when a stick is written again.
    private static func logs(among listing: FATListing?) -> String {
        guard let listing, listing.stop == nil else { return ", logs that cannot be counted" }
        let folder = StickName.Folder.logs.rawValue + "/"
        let count = listing.items.count { !$0.isFolder && $0.path.hasPrefix(folder) && $0.path.hasSuffix(".jsonl") }
        return count == 0 ? "" : count == 1 ? ", 1 log" : ", \(count) logs"
    }

    private static func volume(_ device: BlockDevice) -> String? {
        if let content = try? BlockContent.of(device.path) {
            return words(
                content.isAmbivalent ? "several systems" : content.type, content.label ?? content.partitionName)
        }
        let known = systemRecord(of: device)
        return words(known["ID_FS_TYPE"], known["ID_FS_LABEL"] ?? known["ID_PART_ENTRY_NAME"])
    }

    private static func words(_ type: String?, _ label: String?) -> String? {
        let words = [type, label].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func table(of disk: BlockDevice) -> String? {
        (try? BlockContent.of(disk.path))?.partitionTable ?? systemRecord(of: disk)["ID_PART_TABLE_TYPE"]
    }

    /// What udev has found on a device and every user may read (udev's database: lines `E:KEY=value`).
    private static func systemRecord(of device: BlockDevice) -> [String: String] {
        guard let text = try? String(contentsOfFile: "/run/udev/data/b\(device.number)", encoding: .utf8) else {
            return [:]
        }
        var record: [String: String] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("E:") {
            let pair = line.dropFirst(2).split(separator: "=", maxSplits: 1)
            if pair.count == 2 { record[String(pair[0])] = String(pair[1]) }
        }
        return record
    }
}

internal import DiskImage
internal import Foundation
internal import LinuxSystem
internal import Vocabulary

/// What is on a disk, in a few words.
enum DiskContent {
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
        guard let table = try? GPTImage(reading: disk.path),
            let boot = table.partitions.first(where: { $0.name == StickName.bootPartition }),
            let log = table.partitions.first(where: { $0.name == StickName.logPartition })
        else { return nil }
        func volume(_ partition: PartitionSpec) -> FATReader? {
            try? FATReader(disk.path, at: partition.start * 512, length: partition.size * 512)
        }
        let build = volume(boot).flatMap(StickNames.build).map { ", build \($0)" } ?? ""
        return "Unloop stick\(build)\(logs(in: volume(log)))"
    }

    /// Logs that nobody has collected are what is lost when a stick is written again.
    private static func logs(in volume: FATReader?) -> String {
        guard let entries = try? volume?.entries(below: StickName.Folder.logs.rawValue) else {
            return ", logs that cannot be counted"
        }
        let count = entries.filter { $0.path.hasSuffix(".jsonl") }.count
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

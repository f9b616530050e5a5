internal import Diagnostics
internal import Digests
internal import DiskFormats
internal import DiskImage
internal import Foundation
internal import Vocabulary

/// The disk by which the appliance gets keys and gives its record: laid out as a stick, in memory, with a GUID that only
/// this run knows.
struct LogDisk {
    let path: String
    /// The GUID of its partition for the record.
    let guid: GUID

    private static let start: Int64 = 2048
    private static let mebibyte: Int64 = 1 << 20
    /// 1980-01-01: the dates of its files say nothing.
    private static let timestamp: Int64 = 315_532_800

    /// Makes the disk.
    ///
    /// - Parameters:
    ///   - work: Where it is made, in memory.
    ///   - keys: Recovery keys, as a table; none where empty. The caller wipes it.
    ///   - remedies: By their names.
    init(in work: ApplianceFolder, keys: [UInt8], remedies: [(name: String, content: [UInt8])]) throws {
        path = work("log")
        // Not derived: nothing that lies on a target disk can have it.
        let seed = SHA256Hasher.hash((0..<32).map { _ in UInt8.random(in: 0...255) })
        guid = GUID.derived(from: seed, purpose: "offline-log")
        guard keys.isEmpty || work.isInMemory else {
            throw OfflineRepairError(
                .recordUnwritable, "/dev/shm: not there, so keys would lie on a disk; mount a tmpfs on it")
        }
        var files = remedies.map {
            FATFile(path: "\(StickName.Folder.remedies.rawValue)/\($0.name)", content: .bytes($0.content))
        }
        // As a file, because a program copies it; in a folder that nobody else reads.
        let table = work("keys")
        defer { unlink(table) }
        if !keys.isEmpty {
            try FileStore(creating: table).write(keys, at: 0)
            files.append(FATFile(path: "\(StickName.Folder.keys.rawValue)/keys.csv", content: .file(table)))
        }
        let folders = [StickName.Folder.logs, .quarantine].map(\.rawValue)
        let size = max(try FATVolume.minimumSize(for: files) + 31 * Self.mebibyte, 64 * Self.mebibyte)
        let sectors = Self.start + size / 512
        try GPTImage(
            diskGUID: GUID.derived(from: seed, purpose: "offline-disk"), sectorCount: sectors + 2048,
            partitions: [
                PartitionSpec(
                    name: StickName.logPartition, type: PartitionType.basicData, guid: guid, start: Self.start,
                    size: size / 512)
            ]
        ).write(to: path)
        // libfdisk and mkfs.fat make files that others may read.
        chmod(path, 0o600)
        try FATVolume(
            label: StickName.logPartition, serial: UInt32.random(in: 1 ... .max), size: size, files: files,
            directories: folders
        ).write(to: path, at: Self.start * 512, timestamp: Self.timestamp)
    }

    /// A file of the record.
    struct Item {
        /// The folder and the names below it, each of which a file can have.
        let names: [String]
        let content: [UInt8]
        var path: String { names.joined(separator: "/") }
    }

    /// The most bytes and files that are taken over: a guest that was taken over itself may have written anything.
    private static let budget = ReadingBudget(bytes: 256 << 20, entries: 100_000)

    /// What the appliance has left in the folders of logs and copies. Damage is passed over: the log's own chain shows it.
    func record() throws -> [Item] {
        let bytes = try FileBytes(path)
        let volume = try FATFileSystem(
            bytes, at: Self.start * 512, room: bytes.size - Self.start * 512 - (1 << 20),
            policy: .tolerant(OddityList()))
        var budget = Self.budget
        let listing = try volume.list(budget: &budget)
        var items: [Item] = []
        for item in listing.items where !item.isFolder && item.size <= Limit.log {
            let names = item.path.split(separator: "/").map(String.init)
            guard let first = names.first?.lowercased(), names.count <= 8, names.allSatisfy(Self.isPlain),
                [StickName.Folder.logs, .quarantine].map(\.rawValue).contains(first), budget.take(bytes: item.size)
            else { continue }
            items.append(Item(names: [first] + names.dropFirst(), content: try volume.content(of: item)))
        }
        return items
    }

    /// Whether a name leads nowhere but into its folder, and shows as what it is.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 255 && displaySafe(name, limit: 255) == name
            && !name.contains("/")
    }
}

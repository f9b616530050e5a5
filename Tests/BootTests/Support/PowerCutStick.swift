import Foundation
import RecoveryLogReader
import TestSupport
import VMLab

/// The log partition of a stick after a cut, read from outside by mtools and fsck.vfat.
struct PowerCutStick {
    /// The logs that can be read, oldest first.
    let logs: [RecoveryRecord]
    /// What fsck.vfat finds beside the mark that the partition is in use, a line each.
    let findings: [String]
    /// What of these no cut in the middle of a change can leave.
    var damage: [String] {
        findings.filter { line in !line.hasPrefix("/") && !Self.halfDone.contains { line.hasPrefix($0) } }
    }

    init(_ stick: String, scratch: URL) throws {
        guard let partition = try PartitionTable(of: stick).partitions.first(where: { $0.name == "UNLOOP-LOG" }) else {
            throw BenchError("read \(stick): it has no partition UNLOOP-LOG")
        }
        let volume = scratch.appendingPathComponent("log-partition.img").path
        try DiskComparison.extract(stick, offset: partition.start, size: partition.size, to: volume)
        findings = try Self.check(volume)
        logs = try Self.read(volume, into: scratch.appendingPathComponent("logs-\(UUID().uuidString)"))
    }

    /// The words of fsck.vfat 4.2 around what it finds, and those for the mark in the boot sector (byte 65, whose copy in
    /// the backup sector is never set).
    private static let usual = [
        "fsck.fat ", "There are differences between boot sector", "This is mostly harmless.", "65:01/00",
        "Not automatically fixing this.", "Dirty bit is set.", "Automatically removing dirty bit.",
        "Leaving filesystem unchanged.",
    ]

    /// Of a change of FAT, which takes several sectors, some are there and some are not: fsck.vfat's words for it.
    private static let halfDone = [
        "Reclaimed ", "Free cluster summary wrong", "Auto-correcting.", "FATs differ but appear to be intact.",
        "Using first FAT.", "File size is ", "Truncating file to ", "Contains a free cluster", "Expected a valid '.",
        "Creating.",
    ]

    private static func check(_ volume: String) throws -> [String] {
        let said: String
        do { said = try Shell.run("/usr/sbin/fsck.vfat", "-n", volume) } catch let failure as Shell.Failure {
            said = failure.output
        }
        let lines = said.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        // The last line counts files and clusters.
        return lines.dropLast().filter { line in !usual.contains { line.hasPrefix($0) } }
    }

    private static func read(_ volume: String, into folder: URL) throws -> [RecoveryRecord] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A file that was torn in the making ends the copying with an error; what is missing then is told by the caller.
        _ = try? Shell.run(
            "mcopy", "-n", "-Q", "-i", volume, "::/logs/*.jsonl", folder.path, environment: ["MTOOLS_SKIP_CHECK": "1"])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.map { try RecoveryLogReader.read(folder.appendingPathComponent($0).path) }
    }
}

extension RecoveryRecord {
    /// Whether a line is not as it was written, or one before it is missing.
    var isEdited: Bool { if case .edited = chain { true } else { false } }
}

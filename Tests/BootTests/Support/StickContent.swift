import Digests
import Foundation
import RecoveryLogReader
import TestSupport
import VMLab

/// What a run has left on a stick: the log partition, read from outside by mtools.
struct StickContent {
    /// Where the log partition's content was copied to.
    let folder: URL
    /// The logs, oldest first.
    let logs: [RecoveryRecord]
    /// What fsck.vfat says about the partition; empty when all is well.
    let fileSystemProblems: String
    /// The parts of the image outside the log partition that are not as they were built.
    let changesElsewhere: [Range<Int64>]

    /// - Parameters:
    ///   - original: the image that the stick was written from.
    init(stick: String, original: String, scratch: URL) throws {
        guard let partition = try PartitionTable(of: stick).partitions.first(where: { $0.name == "UNLOOP-LOG" }) else {
            throw BenchError("read \(stick): it has no partition UNLOOP-LOG")
        }
        folder = scratch.appendingPathComponent("stick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Shell.run(
            "mcopy", "-s", "-n", "-Q", "-i", "\(stick)@@\(partition.start)", "::/", folder.path,
            environment: ["MTOOLS_SKIP_CHECK": "1"])
        let volume = scratch.appendingPathComponent("log-\(UUID().uuidString)").path
        try DiskComparison.extract(stick, offset: partition.start, size: partition.size, to: volume)
        do {
            let said = try Shell.run("/usr/sbin/fsck.vfat", "-n", volume)
            fileSystemProblems = said.contains("Dirty bit") ? said : ""
        } catch let failure as Shell.Failure {
            fileSystemProblems = failure.output
        }
        changesElsewhere = try DiskComparison.differingRanges(original, stick).filter {
            !partition.range.contains($0.lowerBound) || $0.upperBound > partition.range.upperBound
        }
        logs = try Self.logs(in: folder)
        for log in logs { FieldResults.note(log) }
    }

    /// The logs in the folder `logs` of a folder and those below it, oldest first.
    static func logs(in folder: URL) throws -> [RecoveryRecord] {
        let logs = folder.appendingPathComponent("logs")
        let paths = FileManager.default.enumerator(atPath: logs.path)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".jsonl") }.sorted().map {
            let file = logs.appendingPathComponent($0)
            return RecoveryLogReader.parse(Array(try Data(contentsOf: file)), path: file.path)
        }
    }

    /// The text for people beside a log.
    func text(beside log: RecoveryRecord) throws -> String {
        try String(contentsOfFile: String(log.path.dropLast(".jsonl".count)) + ".txt", encoding: .utf8)
    }

    /// The hash of a file of the partition, by its path there.
    func hash(of path: String) throws -> SHA256Digest {
        SHA256Hasher.hash([UInt8](try Data(contentsOf: folder.appendingPathComponent(path))))
    }
}

import Foundation
import TestSupport
import VMLab

/// Sticks that were used before, and FAT volumes of others.
extension Bench {
    /// Fills a stick's log partition.
    ///
    /// - Parameter free: what stays free, in bytes.
    func fill(_ stick: String, leaving free: Int64) throws {
        let volume = try logVolume(of: stick)
        let listing = try mtools("mdir", "-i", volume, "::/")
        guard let line = listing.split(separator: "\n").last(where: { $0.contains("bytes free") }),
            let room = Int64(line.filter(\.isNumber))
        else { throw BenchError("mdir tells no free space: \(listing)") }
        let file = folder.appendingPathComponent("photos.zip")
        try Data(count: Int(room - free)).write(to: file)
        try mtools("mcopy", "-i", volume, file.path, "::/")
        try FileManager.default.removeItem(at: file)
    }

    /// Adds the logs of earlier runs to the folder of the day on which the machines of the tests are repaired.
    func addLogs(_ count: Int, to stick: String) throws {
        let day = folder.appendingPathComponent("2024-07-20")
        try FileManager.default.createDirectory(at: day, withIntermediateDirectories: true)
        for number in 0..<count {
            let name = String(format: "20240720T0%02d%02d0Z-SN-%06d-%08x", number / 60, number % 60, number, number)
            for ending in ["jsonl", "txt"] {
                try Data("{}\n".utf8).write(to: day.appendingPathComponent("\(name).\(ending)"))
            }
        }
        try mtools("mcopy", "-s", "-Q", "-i", logVolume(of: stick), day.path, "::/logs/")
    }

    /// An image that is a FAT volume as a whole.
    func fatVolume(_ name: String, label: String) throws -> String {
        let path = folder.appendingPathComponent("\(name)-fat.img").path
        try Shell.run("truncate", "-s", "64M", path)
        try Shell.run("/usr/sbin/mkfs.vfat", "-F", "32", "-n", label, path)
        return path
    }

    /// A stick's log partition, as mtools name it.
    func logVolume(of stick: String) throws -> String {
        guard let partition = try PartitionTable(of: stick).partitions.first(where: { $0.name == "UNLOOP-LOG" }) else {
            throw BenchError("\(stick) has no partition UNLOOP-LOG")
        }
        return "\(stick)@@\(partition.start)"
    }

    @discardableResult
    private func mtools(_ words: String...) throws -> String {
        try Shell.run(words, environment: ["MTOOLS_SKIP_CHECK": "1"])
    }
}

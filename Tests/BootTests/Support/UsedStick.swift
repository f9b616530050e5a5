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

    /// Puts a text into the root of a stick's log partition, in the place of one that is there.
    func put(_ text: String, as name: String, on stick: String) throws {
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        try mtools("mcopy", "-o", "-i", logVolume(of: stick), file.path, "::/")
    }

    /// Adds the logs of earlier runs, those of 150 machines a day up to the day on which the tests' machines are repaired.
    ///
    /// (mtools need a minute for twice as many files in one folder.)
    func addLogs(days: Int, to stick: String) throws {
        for day in 1...days {
            let date = String(format: "2024-%02d-%02d", 7 - (days - day) / 20, 20 - (days - day) % 20)
            let logs = folder.appendingPathComponent(date)
            try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
            for number in 0..<150 {
                let time = date.filter { $0 != "-" } + String(format: "T08%02d%02dZ", number / 60, number % 60)
                let name = "\(time)-SN-" + String(format: "%06d-%08x", number, day << 16 | number)
                for ending in ["jsonl", "txt"] {
                    try Data("{}\n".utf8).write(to: logs.appendingPathComponent("\(name).\(ending)"))
                }
            }
            try mtools("mcopy", "-s", "-Q", "-i", logVolume(of: stick), logs.path, "::/logs/")
        }
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

import Digests
import Foundation
import VMLab

/// What is on the NTFS volumes of a disk, by partition number and path.
struct DiskState {
    let files: [Int: [String: SHA256Digest]]

    /// - Parameter mending: as for `NTFSListing`.
    init(of image: String, mending: Bool = false) throws {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: image))
        defer { try? file.close() }
        var files: [Int: [String: SHA256Digest]] = [:]
        for partition in try PartitionTable(of: image).partitions {
            // The OEM name of an NTFS boot sector, bytes 3 to 10.
            try file.seek(toOffset: UInt64(partition.start) + 3)
            guard try file.read(upToCount: 8) == Data("NTFS    ".utf8) else { continue }
            files[partition.number] = try NTFSListing.files(
                image: image, partitionStart: partition.start, size: partition.size, mending: mending)
        }
        self.files = files
    }

    init(files: [Int: [String: SHA256Digest]]) { self.files = files }

    /// The state after the removal of paths, some with `p3:` for partition 3 in front; without, wherever the path is.
    ///
    /// - Returns: the state, and the paths that are on no partition.
    func removing(_ paths: [String]) -> (state: DiskState, missing: [String]) {
        var result = files
        var missing: [String] = []
        for entry in paths {
            let parts = entry.split(separator: ":", maxSplits: 1)
            let number = parts.count == 2 ? Int(parts[0].dropFirst()) : nil
            let path = parts.count == 2 ? String(parts[1]) : entry
            let places = result.keys.filter { (number == nil || number == $0) && result[$0]?[path] != nil }
            if places.isEmpty { missing.append(entry) }
            for place in places { result[place]?[path] = nil }
        }
        return (DiskState(files: result), missing)
    }

    /// The hash of a file, by its path alone.
    func hash(of path: String) -> SHA256Digest? { files.values.lazy.compactMap { $0[path] }.first }

    /// How this state differs from another, a line for each file; empty when it does not.
    func differences(from other: DiskState) -> [String] {
        var lines: [String] = []
        for number in Set(files.keys).union(other.files.keys).sorted() {
            let (mine, its) = (files[number] ?? [:], other.files[number] ?? [:])
            for path in Set(mine.keys).union(its.keys).sorted() where mine[path] != its[path] {
                let what = mine[path] == nil ? "is missing" : its[path] == nil ? "is new" : "is changed"
                lines.append("partition \(number): \(path) \(what)")
            }
        }
        return lines
    }
}

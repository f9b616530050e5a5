import Foundation
import TestSupport

/// The partitions of an image, as sfdisk reads them. Offsets and sizes are in bytes.
struct PartitionTable {
    struct Partition {
        let number: Int
        let name: String?
        let start: Int64
        let size: Int64
        var range: Range<Int64> { start..<start + size }
    }

    let partitions: [Partition]

    init(of image: String) throws {
        struct Output: Decodable {
            struct Table: Decodable { let partitions: [Entry] }
            struct Entry: Decodable {
                let node: String
                let start: Int64
                let size: Int64
                let name: String?
            }
            let partitiontable: Table
        }
        let text = try Shell.run("/usr/sbin/sfdisk", "-J", image)
        partitions = try JSONDecoder().decode(Output.self, from: Data(text.utf8)).partitiontable.partitions.map {
            // A node is the image's path and the number, with a `p` between where the path ends with a digit.
            let digits = $0.node.reversed().prefix { $0.isNumber }.reversed()
            return Partition(
                number: Int(String(digits)) ?? 0, name: $0.name, start: $0.start * 512, size: $0.size * 512)
        }
    }
}

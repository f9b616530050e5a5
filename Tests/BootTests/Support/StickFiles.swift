import Foundation
import TestSupport

extension Bench {
    /// Writes a file on the log partition of a stick, as somebody does at a desk; one that is there is replaced.
    func write(_ bytes: some Sequence<UInt8>, to path: String, on stick: String) throws {
        let partition = try PartitionTable(of: stick).partitions.first { $0.name == "UNLOOP-LOG" }
        guard let partition else { throw BenchError("\(stick) has no partition UNLOOP-LOG") }
        let file = folder.appendingPathComponent("written-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        try Shell.run(
            "mcopy", "-D", "o", "-i", "\(stick)@@\(partition.start)", file.path, "::/\(path)",
            environment: ["MTOOLS_SKIP_CHECK": "1"])
    }

    /// A stick with these settings.
    func stick(settings: some Sequence<UInt8>) throws -> String {
        let stick = try stick()
        try write(settings, to: "unloop.yaml", on: stick)
        return stick
    }
}

/// Where the clusters of a value lie on the volume.
///
/// On disk, for each run: a byte with the width of the length (lower half) and of the offset (upper half); the length in
/// clusters; the signed distance of the first cluster from that of the run before, of width 0 for a hole. A byte 0 ends
/// the list. (Linux-NTFS documentation, concept "Data Runs".)
struct RunList {
    /// Runs of one value: more is nothing that a volume can need.
    static let limit = 500_000

    struct Run {
        /// The first cluster, counted in the value.
        let start: UInt64
        /// The first cluster on the volume; nil for a hole.
        let cluster: UInt64?
        let count: UInt64
        var end: UInt64 { start + count }
    }

    private(set) var runs: [Run] = []
    /// Clusters that are mapped so far.
    var count: UInt64 { runs.last?.end ?? 0 }

    /// Adds the runs of an attribute.
    ///
    /// - Parameter totalClusters: the volume's length, beyond which no run may lie.
    mutating func append(_ attribute: Attribute, totalClusters: UInt64) throws(ReadProblem) {
        let bytes = attribute.bytes
        guard let first = attribute.firstCluster, first == count, let last = bytes.u64(at: Attribute.Field.lastCluster),
            var position = bytes.u16(at: Attribute.Field.runs)
        else { throw ReadProblem(.damaged, "the parts of its run list do not follow each other") }
        var cluster: Int64 = 0
        while let header = bytes.u8(at: position), header != 0 {
            let widths = (count: header & 15, offset: header >> 4)
            guard (1...8).contains(widths.count), widths.offset <= 8,
                let length = Self.signed(bytes, at: position + 1, width: widths.count), length > 0,
                UInt64(length) <= totalClusters, count <= UInt64(Int64.max) - UInt64(length)
            else { throw ReadProblem(.damaged, "its run list has an impossible length") }
            guard runs.count < Self.limit else { throw ReadProblem(.tooLarge, "it lies in too many pieces") }
            if widths.offset == 0 {
                runs.append(Run(start: count, cluster: nil, count: UInt64(length)))
            } else {
                guard
                    let distance = Self.signed(bytes, at: position + 1 + widths.count, width: widths.offset),
                    case let (sum, overflow) = cluster.addingReportingOverflow(distance), !overflow, sum >= 0,
                    UInt64(sum) < totalClusters, UInt64(length) <= totalClusters - UInt64(sum)
                else { throw ReadProblem(.damaged, "its run list leads outside the volume") }
                cluster = sum
                runs.append(Run(start: count, cluster: UInt64(sum), count: UInt64(length)))
            }
            position += 1 + widths.count + widths.offset
        }
        // An empty value has 0 and -1.
        guard bytes.u8(at: position) == 0, count == last &+ 1 else {
            throw ReadProblem(.damaged, "its run list does not end where it should")
        }
    }

    /// Whether a cluster of the volume is mapped twice.
    var overlaps: Bool {
        let sorted = runs.compactMap { run in run.cluster.map { ($0, run.count) } }.sorted { $0.0 < $1.0 }
        return zip(sorted, sorted.dropFirst()).contains { $0.0 + $0.1 > $1.0 }
    }

    /// The run in which a cluster of the value lies.
    func run(at cluster: UInt64) -> Run? {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].end <= cluster { low = middle + 1 } else { high = middle }
        }
        return low < runs.count ? runs[low] : nil
    }

    private static func signed(_ bytes: ByteWindow, at offset: Int, width: Int) -> Int64? {
        guard width > 0, let top = bytes.u8(at: offset + width - 1) else { return nil }
        var value: Int64 = top & 0x80 != 0 ? -1 : 0
        for index in (0..<width).reversed() {
            guard let byte = bytes.u8(at: offset + index) else { return nil }
            value = value << 8 | Int64(byte)
        }
        return value
    }
}

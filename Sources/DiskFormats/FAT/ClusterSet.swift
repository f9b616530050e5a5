/// A set of clusters: which of them belong to a file or folder.
struct ClusterSet {
    private var words: [UInt64]

    /// An empty set for clusters numbered up to `count + 1`: 32 MiB for the largest FAT32 volume.
    init(count: Int) { words = Array(repeating: 0, count: (count + 2) / 64 + 1) }

    /// Puts a cluster in; false when it is in already.
    mutating func insert(_ cluster: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(cluster % 64)
        defer { words[cluster / 64] |= bit }
        return words[cluster / 64] & bit == 0
    }

    /// Whether a cluster is in the set.
    func contains(_ cluster: Int) -> Bool { words[cluster / 64] & (1 << UInt64(cluster % 64)) != 0 }
}

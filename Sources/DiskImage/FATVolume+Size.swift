public import Diagnostics

/// How large a volume must be, and how its clusters are chosen (Microsoft FAT specification 1.03, sections 3.5 and 6).
extension FATVolume {
    private static let sector: Int64 = 512
    private static let mebibyte: Int64 = 1 << 20

    /// The smallest size in bytes, a multiple of 1 MiB, of a volume that holds these files and 256 KiB more.
    ///
    /// - Throws: `DiskImageError` when a file cannot be read or a name cannot be held.
    public static func minimumSize(
        for files: [FATFile], directories: [String] = [], width: Width = .fat32
    ) throws(DiskImageError) -> Int64 {
        let tree = try FileTree(files: files, directories: directories)
        let sizes = try fileSizes(tree)
        var size = max(mebibyte, sizes.reduce(0, +) / mebibyte * mebibyte)
        let largest: Int64 = width == .fat16 ? 2 << 30 : 2 << 40
        while size <= largest {
            if let clusters = layout(size: size, width: width),
                needed(tree, sizes, clusterSize: clusters.size) + 256 << 10 <= clusters.count * clusters.size
            {
                return size
            }
            size += mebibyte
        }
        throw DiskImageError(
            .volumeFull,
            "files of \(sizes.reduce(0, +)) bytes do not fit into any FAT\(width.rawValue) volume; take some out")
    }

    /// Checks label, size and dates, and that the files fit.
    ///
    /// - Returns: the number of sectors in a cluster.
    func checked(_ tree: FileTree, offset: Int64, timestamp: Int64) throws(DiskImageError) -> Int64 {
        guard size > 0, size % Self.mebibyte == 0, offset >= 0, offset % Self.sector == 0 else {
            throw DiskImageError(
                .invalidInput,
                "volume \(label): \(size) bytes at \(offset) is not a multiple of 1 MiB at a multiple of 512; round it")
        }
        let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
        guard (1...11).contains(label.utf8.count), label.utf8.allSatisfy(letters.contains) else {
            throw DiskImageError(
                .invalidInput, "\"\(label)\" cannot be a FAT label; use 1 to 11 of A-Z, 0-9, hyphen and underscore")
        }
        // 1980-01-01 to 2107-12-31: seven bits of years from 1980.
        guard (315_532_800..<4_354_819_200).contains(timestamp) else {
            throw DiskImageError(
                .invalidInput,
                "volume \(label): the time \(timestamp) is outside 1980 to 2107; choose one that FAT can hold")
        }
        guard let clusters = Self.layout(size: size, width: width) else {
            throw DiskImageError(
                .invalidInput,
                "volume \(label): \(size) bytes cannot be FAT\(width.rawValue); FAT32 begins at 33 MiB, FAT16 ends at 2 GiB"
            )
        }
        let bytes = Self.needed(tree, try Self.fileSizes(tree), clusterSize: clusters.size)
        guard bytes <= clusters.count * clusters.size else {
            throw DiskImageError(
                .volumeFull,
                "volume \(label): \(bytes) bytes of files do not fit into \(clusters.count * clusters.size); make it larger"
            )
        }
        return clusters.size / Self.sector
    }

    /// The cluster size in bytes and a number of clusters that is surely there. Of the sizes that give the wanted kind
    /// of FAT the largest up to 32 KiB is taken: GRUB reads cluster by cluster (measured under SeaBIOS: 42 MB in 2.6 s from
    /// clusters of 512 bytes, in 1.4 s from larger ones).
    private static func layout(size: Int64, width: Width) -> (size: Int64, count: Int64)? {
        // mkfs.fat reserves at most 32 sectors and rounds structures up to clusters; 16 clusters away from the limits
        // no reader disputes the kind.
        let limits: ClosedRange<Int64> = width == .fat16 ? 4_085 + 16...65_524 - 16 : 65_525 + 16...268_435_444 - 16
        for sectors in [64, 32, 16, 8, 4, 2, 1] as [Int64] {
            let total = size / sector
            let perTable = (total / sectors * Int64(width.rawValue / 8) + sector - 1) / sector
            let rootDirectory: Int64 = width == .fat16 ? 32 : 0
            let overhead = 32 + 2 * perTable + rootDirectory + 4 * sectors
            let count = (total - overhead) / sectors
            if limits.contains(count), limits.contains(total / sectors) { return (sectors * sector, count) }
        }
        return nil
    }

    /// The sizes of the files, in the tree's order.
    private static func fileSizes(_ tree: FileTree) throws(DiskImageError) -> [Int64] {
        var sizes: [Int64] = []
        for file in tree.files {
            let size = try file.size
            guard size < 1 << 32 else {
                throw DiskImageError(.volumeFull, "\(file.path) has \(size) bytes; FAT holds files below 4 GiB")
            }
            sizes.append(size)
        }
        return sizes
    }

    /// The bytes in clusters that files and directories take. An entry is 32 bytes, and 13 characters of a long name
    /// take another one; a directory holds `.` and `..` as well.
    private static func needed(_ tree: FileTree, _ sizes: [Int64], clusterSize: Int64) -> Int64 {
        func rounded(_ bytes: Int64) -> Int64 { (bytes + clusterSize - 1) / clusterSize * clusterSize }
        var entries: [Substring: Int64] = ["": 3]
        for directory in tree.directories { entries[Substring(directory)] = 2 }
        for path in tree.directories + tree.files.map(\.path) {
            let slash = path.lastIndex(of: "/")
            let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
            entries[slash.map { path[..<$0] } ?? "", default: 0] += 1 + Int64((name.utf8.count + 12) / 13)
        }
        return sizes.map(rounded).reduce(0, +) + entries.values.map { rounded($0 * 32) }.reduce(0, +)
    }
}

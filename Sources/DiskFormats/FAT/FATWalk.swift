internal import Diagnostics

/// A walk through the folders of a volume. It ends whatever they hold: folders that lead to each other are entered once, and
/// every cluster and entry is paid from a budget.
struct FATWalk {
    private static let maximumDepth = 16

    private let volume: FATFileSystem
    private var table: FATTable
    private(set) var budget: ReadingBudget
    /// The clusters of the files and folders so far.
    private(set) var taken: ClusterSet
    /// The first clusters of the folders so far.
    private var entered: Set<Int> = []
    private var listing = FATListing()

    init(_ volume: FATFileSystem, budget: ReadingBudget) {
        self.volume = volume
        self.budget = budget
        table = FATTable(volume.source, start: volume.start, geometry: volume.geometry)
        taken = ClusterSet(count: volume.geometry.clusterCount)
    }

    /// Everything below the root.
    mutating func list() throws(DiskFormatError) -> FATListing {
        if case .cluster(let first) = volume.geometry.root { entered.insert(first) }
        try add(try root(), of: 0, path: "", depth: 0)
        return listing
    }

    /// The entries of the root directory.
    mutating func root() throws(DiskFormatError) -> [FATDirectoryEntry] {
        switch volume.geometry.root {
        case .cluster(let first): return try entries(from: first, path: "")
        case .area(let range):
            let bytes = volume.source.read(
                at: volume.start + range.lowerBound, count: Int(range.upperBound - range.lowerBound))
            return try entries(of: bytes, path: "")
        }
    }

    /// Takes in what a folder holds, and the folders in it.
    ///
    /// - Parameter cluster: the folder's first; 0 for the root.
    private mutating func add(
        _ entries: [FATDirectoryEntry], of cluster: Int, path: String, depth: Int
    ) throws(DiskFormatError) {
        for entry in entries where !entry.isLabel && listing.stop == nil {
            if entry.isDot {
                if entry.name == ".", entry.cluster != cluster { try volume.meet("\(path): \".\" points elsewhere") }
                continue
            }
            let entryPath = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
            if !entry.isFolder {
                let ranges = try ranges(of: entry, path: entryPath)
                if listing.stop == nil { append(entry, entryPath, ranges) }
            } else {
                append(entry, entryPath, [])
                try enter(entry, path: entryPath, depth: depth)
            }
        }
    }

    private mutating func enter(_ folder: FATDirectoryEntry, path: String, depth: Int) throws(DiskFormatError) {
        guard depth < Self.maximumDepth else {
            return try volume.meet("\(path): more than \(Self.maximumDepth) levels deep; not entered")
        }
        guard entered.insert(folder.cluster).inserted else {
            return try volume.meet("\(path): same folder as elsewhere; not entered again")
        }
        let inside = try entries(from: folder.cluster, path: path)
        if inside.first?.name != "." { try volume.meet("\(path): folder does not start with \".\"") }
        try add(inside, of: folder.cluster, path: path, depth: depth + 1)
    }

    private mutating func append(_ entry: FATDirectoryEntry, _ path: String, _ ranges: [Range<Int64>]) {
        listing.items.append(
            FATItem(
                path: path, isFolder: entry.isFolder, size: entry.size, timestamp: entry.timestamp, ranges: ranges))
    }

    private mutating func entries(from cluster: Int, path: String) throws(DiskFormatError) -> [FATDirectoryEntry] {
        let ranges = try chain(from: cluster, limit: FATDirectoryEntry.maximumDirectorySize, path: path, isFolder: true)
        let bytes = ranges.flatMap { range in
            volume.source.read(at: range.lowerBound, count: Int(range.upperBound - range.lowerBound))
        }
        return try entries(of: bytes[...], path: path)
    }

    private mutating func entries(
        of directory: ArraySlice<UInt8>, path: String
    ) throws(DiskFormatError) -> [FATDirectoryEntry] {
        guard budget.take(entries: directory.count / FATDirectoryEntry.length) else {
            stop("\(path.isEmpty ? "root" : path): too many entries; the rest is skipped")
            return []
        }
        let volume = volume
        return try FATDirectoryEntry.entries(of: directory) { number, what throws(DiskFormatError) in
            try volume.meet("\(path.isEmpty ? "root" : path), entry \(number): \(what)")
        }
    }

    private mutating func ranges(of file: FATDirectoryEntry, path: String) throws(DiskFormatError) -> [Range<Int64>] {
        guard file.size > 0 else {
            if file.cluster != 0 { try volume.meet("\(path): empty, but has clusters") }
            return []
        }
        var ranges = try chain(from: file.cluster, limit: file.size, path: path, isFolder: false)
        let found = ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        if found < file.size {
            try volume.meet("\(path): only \(found) of \(file.size) bytes found")
        } else if let last = ranges.popLast() {
            ranges.append(last.lowerBound..<last.upperBound - (found - file.size))
        }
        return ranges
    }

    /// Where a chain of clusters lies on the source, up to its end, to where it is damaged, or to the cluster in which it has
    /// `limit` bytes.
    private mutating func chain(
        from first: Int, limit: Int64, path: String, isFolder: Bool
    ) throws(DiskFormatError) -> [Range<Int64>] {
        let geometry = volume.geometry
        let place = path.isEmpty ? "root" : path
        var ranges: [Range<Int64>] = []
        var isShared = false
        guard geometry.isCluster(first) else {
            try volume.meet("\(place): starts at cluster \(first), which does not exist")
            return []
        }
        var cluster = first
        // A chain in a circle would be longer than the volume.
        let most = min(Int64(geometry.clusterCount), (limit + geometry.clusterSize - 1) / geometry.clusterSize)
        for step in 1...max(1, most) {
            guard budget.take(bytes: geometry.clusterSize) else {
                stop("\(place): files claim more than the volume holds; the rest is skipped")
                return ranges
            }
            let start = volume.start + geometry.offset(of: cluster)
            if !taken.insert(cluster), !isShared {
                isShared = true
                if ranges.contains(where: { $0.contains(start) }) {
                    try volume.meet("\(place): cluster chain loops at \(cluster)")
                    return ranges
                }
                try volume.meet("\(place): shares cluster \(cluster) with another file")
            }
            if let last = ranges.last, last.upperBound == start {
                ranges[ranges.count - 1] = last.lowerBound..<start + geometry.clusterSize
            } else {
                ranges.append(start..<start + geometry.clusterSize)
            }
            let link = try link(of: cluster, place: place)
            if case .next(let next) = link {
                if step == most, !isFolder { try volume.meet("\(place): more clusters than its size needs") }
                if step == most, isFolder { try volume.meet("\(place): folder has no end") }
                cluster = next
            } else {
                return ranges
            }
        }
        return ranges
    }

    /// What stands behind a cluster in the first copy of the table that has an answer.
    private mutating func link(of cluster: Int, place: String) throws(DiskFormatError) -> FATTable.Link {
        for copy in 0..<volume.geometry.tables {
            let link = table.link(of: cluster, copy: copy)
            switch link {
            case .next, .end: return link
            case .free, .bad: try volume.meet("\(place): cluster \(cluster) is marked unused in table \(copy + 1)")
            case .outside: try volume.meet("\(place): cluster \(cluster) leads out of the volume in table \(copy + 1)")
            }
        }
        return .end
    }

    private mutating func stop(_ what: String) {
        let error = DiskFormatError(.overBudget, "FAT at byte \(volume.start): \(what)")
        if listing.stop == nil { listing.stop = error }
    }
}

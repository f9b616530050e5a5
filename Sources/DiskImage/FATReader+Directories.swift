public import Diagnostics

/// Files and folders of a volume (Microsoft FAT specification 1.03, sections 6 and 7).
extension FATReader {
    /// A file or folder.
    public struct Entry: Sendable, Equatable {
        /// The path in the volume with `/` between components and none at the start.
        public let path: String
        /// Whether it is a folder.
        public let isFolder: Bool
        /// The length of a file in bytes.
        public let size: Int
        /// When it was last written: Unix seconds, the volume's local time taken as UTC.
        public let timestamp: Int64
        let cluster: UInt32
    }

    private static let maximumFolder = 1 << 21  // 65,536 entries of 32 bytes (section 6.2)
    private static let maximumDepth = 16
    /// Of all folders together: folders may share clusters, or be in a circle.
    private static let maximumFolders = 64 << 20
    private static let maximumEntries = 100_000

    /// What a walk through the folders has found, and how much more it reads.
    private struct Walk {
        var found: [Entry] = []
        var remaining = maximumFolders
    }

    /// Everything in a folder and those below it, in the volume's order, folders before what is in them.
    ///
    /// - Parameter folder: the path of the folder; empty is the root.
    /// - Throws: `damaged`; also when there are more than 100,000 entries or 16 levels.
    public func entries(below folder: String = "") throws(DiskImageError) -> [Entry] {
        var walk = Walk()
        try collect(cluster: rootCluster, path: "", depth: 0, into: &walk)
        return folder.isEmpty ? walk.found : walk.found.filter { $0.path.hasPrefix(folder + "/") }
    }

    /// The content of a file.
    public func content(of entry: Entry) throws(DiskImageError) -> [UInt8] {
        guard entry.size > 0 else { return [] }
        let bytes = try chain(from: entry.cluster, limit: entry.size)
        guard bytes.count >= entry.size else { throw damaged("\(entry.path) is shorter than it says") }
        return Array(bytes.prefix(entry.size))
    }

    private func collect(cluster: UInt32, path: String, depth: Int, into walk: inout Walk) throws(DiskImageError) {
        guard depth < Self.maximumDepth else { throw damaged("\(path) has too many levels of folders") }
        let bytes = try chain(from: cluster, limit: Self.maximumFolder)
        walk.remaining -= bytes.count
        var longName: [UInt16] = []
        for start in stride(from: 0, to: bytes.count, by: 32) {
            let slot = Array(bytes[start..<start + 32])
            if slot[0] == 0 { return }
            if slot[0] == 0xE5 { longName = []; continue }
            if slot[11] == 0x0F {
                // The parts of a long name come last part first.
                longName = Self.nameUnits(slot) + (slot[0] & 0x40 == 0 ? longName : [])
                continue
            }
            let name = longName.isEmpty ? Self.shortName(slot) : String(decoding: longName, as: UTF16.self)
            longName = []
            if slot[11] & 0x08 != 0 || name == "." || name == ".." { continue }
            let entry = Entry(slot, path: path.isEmpty ? name : "\(path)/\(name)")
            walk.found.append(entry)
            guard walk.found.count <= Self.maximumEntries, walk.remaining > 0 else {
                throw damaged("there are too many files")
            }
            if entry.isFolder {
                try collect(cluster: entry.cluster, path: entry.path, depth: depth + 1, into: &walk)
            }
        }
    }

    private static func nameUnits(_ slot: [UInt8]) -> [UInt16] {
        let places = Array(stride(from: 1, to: 11, by: 2)) + Array(stride(from: 14, to: 26, by: 2)) + [28, 30]
        return places.map { slot.number(UInt16.self, at: $0) }.prefix { $0 != 0 }.map { $0 }
    }

    /// Eight and three characters, padded with blanks. Bits 3 and 4 of byte 12 say that a part is in lower case, which
    /// Windows NT and mtools use to save a long name.
    private static func shortName(_ slot: [UInt8]) -> String {
        func part(_ range: Range<Int>, isLower: Bool) -> String {
            let text = String(decoding: slot[range].prefix { $0 != 0x20 }, as: UTF8.self)
            return isLower ? text.lowercased() : text
        }
        let name = part(0..<8, isLower: slot[12] & 0x08 != 0)
        let suffix = part(8..<11, isLower: slot[12] & 0x10 != 0)
        return suffix.isEmpty ? name : "\(name).\(suffix)"
    }
}

extension FATReader.Entry {
    fileprivate init(_ slot: [UInt8], path: String) {
        self.path = path
        isFolder = slot[11] & 0x10 != 0
        size = isFolder ? 0 : Int(slot.number(UInt32.self, at: 28))
        cluster = UInt32(slot.number(UInt16.self, at: 20)) << 16 | UInt32(slot.number(UInt16.self, at: 26))
        timestamp = Self.seconds(
            date: Int64(slot.number(UInt16.self, at: 24)), time: Int64(slot.number(UInt16.self, at: 22)))
    }

    /// Section 6.3: seven bits of years from 1980, four of months, five of days; five of hours, six of minutes, five of
    /// pairs of seconds. The days are counted from 1970 in the proleptic Gregorian calendar.
    private static func seconds(date: Int64, time: Int64) -> Int64 {
        let month = max(date >> 5 & 15, 1)
        // The year begins in March, so that the leap day is its last.
        let year = 1980 + (date >> 9) - (month <= 2 ? 1 : 0)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + max(date & 31, 1) - 1
        let days = 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
        return days * 86_400 + (time >> 11) * 3600 + (time >> 5 & 63) * 60 + (time & 31) * 2
    }
}

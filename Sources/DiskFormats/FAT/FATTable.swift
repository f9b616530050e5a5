/// The table of a FAT volume (Microsoft FAT specification, August 2005, section 4), read page by page: a hostile volume
/// of a few kilobytes may claim a table of a gigabyte.
struct FATTable {
    /// What stands behind a cluster.
    enum Link: Equatable {
        case next(Int)
        case end
        case free
        case bad
        /// A number that is none of a cluster; nil when the table cannot be read there.
        case outside(Int?)
    }

    /// A multiple of 12, so that no entry of any width lies on two pages.
    private static let pageSize: Int64 = 49_152

    private let source: any ByteSource
    private let start: Int64
    private let geometry: FATGeometry
    private var pages: [(start: Int64, bytes: ArraySlice<UInt8>)]

    init(_ source: any ByteSource, start: Int64, geometry: FATGeometry) {
        self.source = source
        self.start = start
        self.geometry = geometry
        pages = Array(repeating: (-1, []), count: geometry.tables)
    }

    /// What a copy of the table, numbered from 0, says of a cluster.
    mutating func link(of cluster: Int, copy: Int = 0) -> Link {
        let offset = Int64(cluster) * Int64(geometry.kind.rawValue) / 8
        let width = geometry.kind == .fat32 ? 4 : 2
        let pageStart = offset / Self.pageSize * Self.pageSize
        if pages[copy].start != pageStart { pages[copy] = (pageStart, page(from: pageStart, copy: copy)) }
        let place = Int(offset - pageStart)
        let bytes = pages[copy].bytes
        guard bytes.count >= place + width else { return .outside(nil) }
        let stored = bytes.small(place..<place + width)
        switch geometry.kind {
        case .fat12: return meaning(cluster.isMultiple(of: 2) ? stored & 0xFFF : stored >> 4, of: 0xFFF)
        case .fat16: return meaning(stored, of: 0xFFFF)
        // The upper four bits are reserved.
        case .fat32: return meaning(stored & 0x0FFF_FFFF, of: 0x0FFF_FFFF)
        }
    }

    /// The first byte, from the start of a copy, in which the copies differ; nil when they are alike.
    func difference() -> Int64? {
        guard geometry.tables > 1 else { return nil }
        for place in stride(from: 0, to: geometry.tableSize, by: Int(Self.pageSize)) {
            let (one, two) = (page(from: place, copy: 0), page(from: place, copy: 1))
            if one.elementsEqual(two) { continue }
            return place + Int64(zip(one, two).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0)
        }
        return nil
    }

    private func meaning(_ number: Int, of largest: Int) -> Link {
        switch number {
        case 0: .free
        case (largest - 7)...: .end
        case largest - 8: .bad
        default: geometry.isCluster(number) ? .next(number) : .outside(number)
        }
    }

    private func page(from place: Int64, copy: Int) -> ArraySlice<UInt8> {
        let count = Int(min(Self.pageSize, geometry.tableSize - place))
        return source.read(at: start + geometry.tableStart + Int64(copy) * geometry.tableSize + place, count: count)
    }
}

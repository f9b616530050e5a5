/// The table of contents of a database (`TOCBLOCK`): where the records are, and where their log is.
struct TableOfContents: Equatable {
    private enum Field {
        /// Sum of all bytes of the sector but these four, u32.
        static let sum = 8
        /// Counts the changes of this table, u64.
        static let sequence = 12
        /// Two entries: a name of 8 bytes, flags, first sector and number of sectors (u64, from the database's beginning).
        static let entries = [36, 70]
        static let nameSize = 8
        static let start = 10
        static let count = 18
    }
    /// Where tables are when the header does not lead to a sound one: from the beginning, and from the end.
    private static let usualPlaces: [UInt64] = [1, 2]

    let sequence: UInt64
    /// Sectors of the database in which the records lie.
    let records: Range<UInt64>

    /// The newest sound table that the header names, or else the newest of the usual places.
    static func find(_ disk: DiskSectors, _ header: PrivateHeader) throws(DatabaseProblem) -> TableOfContents {
        let count = header.database.upperBound - header.database.lowerBound
        let usual = usualPlaces + usualPlaces.map { count >= $0 + 1 ? count - 1 - $0 : 0 }
        var problem: DatabaseProblem?
        for places in [header.tables, usual] {
            var found: [TableOfContents] = []
            for place in Set(places).sorted() where place < count {
                do throws(DatabaseProblem) {
                    let sector = try disk.read(
                        header.database.lowerBound + place, count: 1, "the database's table of contents")
                    if let table = TableOfContents(sector, databaseCount: count) { found.append(table) }
                } catch {
                    problem = error
                }
            }
            guard let newest = found.max(by: { $0.sequence < $1.sequence }) else { continue }
            guard found.allSatisfy({ $0 == newest || $0.sequence < newest.sequence }) else {
                throw .damaged("the copies of its table of contents contradict each other")
            }
            return newest
        }
        throw problem ?? .damaged("no copy of its table of contents is sound")
    }

    /// - Returns: nil when the sector is not a table of contents, or is damaged.
    private init?(_ sector: [UInt8], databaseCount: UInt64) {
        let bytes = BigEndianBytes(sector)
        guard bytes.hasText("TOCBLOCK", at: 0),
            bytes.hasSum(at: Field.sum, over: [512, sector.count]),
            let sequence = bytes.u64(at: Field.sequence)
        else { return nil }
        for entry in Field.entries {
            guard let name = bytes.text(at: entry, count: Field.nameSize), name.elementsEqual("config".utf8),
                let start = bytes.u64(at: entry + Field.start), let count = bytes.u64(at: entry + Field.count),
                count > 0, start < databaseCount, count <= databaseCount - start
            else { continue }
            self.sequence = sequence
            records = start..<start + count
            return
        }
        return nil
    }
}

extension GUIDPartitionTable {
    /// One of the two copies of a table, as it stands on the disk.
    struct Copy {
        let header: ArraySlice<UInt8>
        let entries: ArraySlice<UInt8>
        let entrySize: Int
        let sectorSize: Int64
        /// Where its header is, in sectors.
        let sector: Int64
        /// What keeps its header from being trusted.
        let headerFault: String?
        /// What keeps it from being trusted.
        let fault: String?

        /// The copy whose header is in a sector; nil when there is none that could be read as one.
        init?(of source: any ByteSource, at sector: Int64, sectorSize: Int64) {
            let sectors = UInt64(source.size / sectorSize)
            guard sector > 0, sector < sectors,
                let header = source.exactly(Int(sectorSize), at: sector * sectorSize), header.starts(with: signature)
            else { return nil }
            let count = header.little(HeaderField.entryCount)
            let entrySize = header.little(HeaderField.entrySize)
            let start = header.little(HeaderField.entriesSector)
            guard entrySizes.contains(entrySize), entrySize.nonzeroBitCount == 1, start > 0, start < sectors else {
                return nil
            }
            let length = Int(min(count, maximumEntries) * entrySize)
            entries = source.read(at: Int64(start) * sectorSize, count: length)
            self.header = header
            self.entrySize = Int(entrySize)
            self.sector = sector
            self.sectorSize = sectorSize
            headerFault = Self.headerFault(header, at: sector)
            fault =
                headerFault
                ?? Self.entriesFault(header, entries: entries, length: length, isTooLong: count > maximumEntries)
        }

        private static func headerFault(_ header: ArraySlice<UInt8>, at sector: Int64) -> String? {
            let size = header.little(HeaderField.headerSize)
            guard size >= UInt64(headerLength), size <= UInt64(header.count) else { return "header of \(size) bytes" }
            var checked = Array(header.prefix(Int(size)))
            checked.replaceSubrange(HeaderField.headerChecksum, with: [0, 0, 0, 0])
            guard UInt64(CRC32.of(checked)) == header.little(HeaderField.headerChecksum) else {
                return "header checksum does not match"
            }
            guard header.little(HeaderField.ownSector) == UInt64(sector) else {
                return "header belongs to another sector"
            }
            return nil
        }

        private static func entriesFault(
            _ header: ArraySlice<UInt8>, entries: ArraySlice<UInt8>, length: Int, isTooLong: Bool
        ) -> String? {
            if isTooLong { return "more than \(maximumEntries) entries" }
            guard entries.count == length else { return "entries cannot be read" }
            guard UInt64(CRC32.of(entries)) == header.little(HeaderField.entriesChecksum) else {
                return "entries checksum does not match"
            }
            return nil
        }

        /// What keeps Linux from using it, which takes a table that claims more than the disk for another disk's (a part of an
        /// array, a shortened disk), and knows entries of one size (block/partitions/efi.c, is_gpt_valid).
        func obstacle(sectors: UInt64) -> String? {
            if let fault { return fault }
            if lastSector >= sectors || header.little(HeaderField.lastUsable) >= sectors {
                return "the disk ends before its last partition may"
            }
            return entrySize == entryLength ? nil : "entries of \(entrySize) bytes"
        }

        /// The last sector of the disk, as the copy says.
        var lastSector: UInt64 { max(header.little(HeaderField.otherSector), UInt64(sector)) }

        /// The entries in use, with their numbers from 1.
        var used: [(number: Int, entry: ArraySlice<UInt8>)] {
            stride(from: 0, through: entries.count - entrySize, by: entrySize).compactMap { place in
                let entry = entries.bytes(place..<place + entryLength)
                return entry.bytes(EntryField.type).isZero ? nil : (place / entrySize + 1, entry)
            }
        }
    }
}

public import Diagnostics

/// Reading a table back. Offsets are those of UEFI 2.10, tables 5.5 (header) and 5.6 (entry).
extension GPTImage {
    /// The table at the start of an image file or a disk, checked by both of its checksums.
    ///
    /// - Throws: `DiskImageError`: `fileAccess`, or `damaged` when there is no table or it does not hold together.
    public init(reading path: String) throws(DiskImageError) {
        try self.init(reading: ImageFile(reading: path))
    }

    init(reading file: ImageFile) throws(DiskImageError) {
        func damaged(_ what: String) -> DiskImageError {
            DiskImageError(.damaged, "\(file.path): \(what); copy or build it again")
        }
        var header = try file.bytes(512, at: 512)
        guard header.starts(with: Array("EFI PART".utf8)) else { throw damaged("there is no GUID partition table") }
        let headerSize = header.number(UInt32.self, at: 12)
        let checksum = header.number(UInt32.self, at: 16)
        guard (92...512).contains(headerSize) else { throw damaged("the partition table's header is damaged") }
        header.replaceSubrange(16..<20, with: [0, 0, 0, 0])
        guard CRC32.of(header.prefix(Int(headerSize))) == checksum, header.number(UInt64.self, at: 24) == 1 else {
            throw damaged("the partition table's header is damaged")
        }
        let count = header.number(UInt32.self, at: 80)
        let entrySize = header.number(UInt32.self, at: 84)
        let entriesStart = header.number(UInt64.self, at: 72)
        let last = header.number(UInt64.self, at: 32)
        guard entrySize >= 128, entrySize.nonzeroBitCount == 1, entrySize <= 4096, count <= 1024,
            entriesStart < 1 << 32, last < 1 << 54, let guid = GUID(diskBytes: header[56..<72])
        else { throw damaged("the partition table's header has values that cannot be") }
        let entries = try file.bytes(Int(count * entrySize), at: Int64(entriesStart) * 512)
        guard CRC32.of(entries) == header.number(UInt32.self, at: 88) else {
            throw damaged("the partition table's entries are damaged")
        }
        var partitions: [PartitionSpec] = []
        for start in stride(from: 0, to: entries.count, by: Int(entrySize)) {
            let entry = Array(entries[start..<start + 128])
            if entry[..<16].allSatisfy({ $0 == 0 }) { continue }
            guard let partition = PartitionSpec(entry: entry, lastSector: last) else {
                throw damaged("partition \(start / Int(entrySize) + 1) lies outside the disk")
            }
            partitions.append(partition)
        }
        self.init(diskGUID: guid, sectorCount: Int64(last) + 1, partitions: partitions)
    }
}

extension PartitionSpec {
    fileprivate init?(entry: [UInt8], lastSector: UInt64) {
        let first = entry.number(UInt64.self, at: 32)
        let last = entry.number(UInt64.self, at: 40)
        guard first > 1, last >= first, last < lastSector, let type = GUID(diskBytes: entry[..<16]),
            let guid = GUID(diskBytes: entry[16..<32])
        else { return nil }
        let units = stride(from: 56, to: 128, by: 2).map { entry.number(UInt16.self, at: $0) }
        self.init(
            name: String(decoding: units.prefix { $0 != 0 }, as: UTF16.self), type: type, guid: guid,
            start: Int64(first), size: Int64(last - first + 1), attributes: entry.number(at: 48))
    }
}

/// The checksum of GUID partition tables: CRC-32 with the reflected polynomial EDB88320h (UEFI 2.10, section 5.3.2).
enum CRC32 {
    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
        }
    }
}

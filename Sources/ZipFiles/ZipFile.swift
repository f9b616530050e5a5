internal import CZlib

/// A zip file in memory, read by its central directory (APPNOTE.TXT 6.3.10). Everything in it may be hostile: all sizes and
/// places are checked, and nothing is unpacked beyond a given size.
///
/// Read by zlib, which the rescue image has anyway; libarchive would bring 30 MB of other libraries into it.
public struct ZipFile: Sendable {
    /// The files and folders in the order of the directory.
    public let entries: [ZipEntry]
    private let bytes: [UInt8]
    /// How many bytes stand before the archive proper, as in one that unpacks itself.
    private let prefix: Int

    /// Whether bytes begin as a zip file does: with a local header, or the end record of an empty one (sections 4.3.7, 4.3.16).
    public static func isRecognised(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
    }

    /// Reads the directory.
    ///
    /// - Parameter maximumEntries: More files and folders than these are an error.
    public init(_ bytes: [UInt8], maximumEntries: Int) throws(ZipError) {
        self.bytes = bytes
        let fields = ZipFields(bytes)
        guard let end = fields.endRecord, let claimedCount = fields.u16(end + 10), let size = fields.u32(end + 12),
            let offset = fields.u32(end + 16), size <= end, offset <= end - size
        else { throw .damaged }
        guard claimedCount <= maximumEntries else { throw .tooLarge }
        prefix = end - size - offset
        var entries: [ZipEntry] = []
        var place = end - size
        while place < end {
            guard let (entry, next) = fields.directoryEntry(at: place), next <= end else { throw .damaged }
            guard entries.count < maximumEntries else { throw .tooLarge }
            entries.append(entry)
            place = next
        }
        // The count is cut to 16 bits.
        guard entries.count & 0xFFFF == claimedCount else { throw .damaged }
        self.entries = entries
    }

    /// Unpacks a file and checks its checksum. The caller wipes it.
    ///
    /// - Parameter limit: The most bytes that it may have.
    public func content(of entry: ZipEntry, limit: Int) throws(ZipError) -> [UInt8] {
        guard entry.flags & 1 == 0 else { throw .encrypted }
        guard entry.method == 0 || entry.method == 8 else { throw .unknownMethod(entry.method) }
        guard entry.size <= limit else { throw .tooLarge }
        let fields = ZipFields(bytes)
        // The local header (section 4.3.7): only the lengths of its name and of its extra field matter.
        let (header, overflow) = prefix.addingReportingOverflow(entry.offset)
        guard !overflow, fields.u32(header) == 0x0403_4B50, let name = fields.u16(header + 26),
            let extra = fields.u16(header + 28)
        else { throw .damaged }
        let start = header + 30 + name + extra
        guard start <= bytes.count, entry.packedSize <= bytes.count - start else { throw .damaged }
        let packed = bytes[start..<(start + entry.packedSize)]
        var content: [UInt8]
        if entry.method == 0 {
            content = Array(packed)
        } else {
            content = try Inflater.inflate(packed, size: entry.size)
        }
        guard content.count == entry.size, Inflater.checksum(content) == entry.checksum else {
            for index in content.indices { content[index] = 0 }
            throw .damaged
        }
        return content
    }
}

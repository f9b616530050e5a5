internal import CArchive
internal import Diagnostics

/// The file that an image is in, unpacked if it was compressed.
enum ImageSource {
    /// More than any image has, and less than any disk that holds the unpacked file: a few bytes may unpack to millions.
    private static let maximumSize: Int64 = 16 << 30
    /// The first bytes of a Zstandard frame (RFC 8878, section 3.1.1).
    private static let zstandardMagic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    /// Opens an image file; one that is compressed with Zstandard is unpacked to a temporary one.
    static func open(_ path: String) throws(StickWriterError) -> PositionedFile {
        let file = try PositionedFile.image(path)
        guard let magic = try? file.bytes(4, at: 0), magic == zstandardMagic else { return file }
        return try unpack(file, name: path)
    }

    private static func unpack(_ source: PositionedFile, name: String) throws(StickWriterError) -> PositionedFile {
        func failure(_ what: String) -> StickWriterError {
            StickWriterError(.imageInvalid, "\(name): \(what); copy or build it again")
        }
        guard let handle = archive_read_new() else { throw failure("there is no memory for unpacking it") }
        defer { archive_read_free(handle) }
        archive_read_support_filter_zstd(handle)
        archive_read_support_format_raw(handle)
        var entry: OpaquePointer?
        guard archive_read_open_fd(handle, source.descriptor, 1 << 20) == ARCHIVE_OK,
            archive_read_next_header(handle, &entry) == ARCHIVE_OK
        else { throw failure("it cannot be unpacked") }
        let target = try PositionedFile.temporary(size: 0)
        let block = 1 << 16
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: block, alignment: 16)
        defer { buffer.deallocate() }
        var size: Int64 = 0
        while true {
            let count = archive_read_data(handle, buffer.baseAddress, block)
            guard count >= 0 else { throw failure("it is damaged: it cannot be unpacked behind byte \(size)") }
            if count == 0 { break }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            // What is zero stays a hole.
            if bytes.contains(where: { $0 != 0 }) { try target.write(bytes, at: size) }
            size += Int64(count)
            guard size <= maximumSize else { throw failure("it unpacks to more than \(maximumSize >> 30) GiB") }
        }
        try target.resize(to: size)
        return target
    }
}

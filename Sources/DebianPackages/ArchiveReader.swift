internal import CArchive
internal import Diagnostics
internal import Glibc

/// Reads an archive forwards with libarchive, from a file or from inside another archive.
final class ArchiveReader {
    private let handle: OpaquePointer
    /// What is read, for errors.
    let name: String
    private let source: MemberSource?
    /// How many entries have been gone to: content can be read from the newest only.
    private(set) var position = 0

    /// Opens an ar archive, the outer form of a .deb (deb(5)).
    init(arFile path: String) throws(PackageError) {
        (handle, name, source) = (try Self.allocate(), path, nil)
        archive_read_support_format_ar(handle)
        try check(archive_read_open_filename(handle, path, 1 << 18))
    }

    /// Opens the tar archive, compressed or not, that is the current entry of `outer`.
    init(tarIn outer: ArchiveReader, name: String) throws(PackageError) {
        let source = MemberSource(outer)
        (handle, self.name, self.source) = (try Self.allocate(), name, source)
        archive_read_support_format_tar(handle)
        // Those that dpkg-deb writes or has written (deb(5)).
        archive_read_support_filter_gzip(handle)
        archive_read_support_filter_xz(handle)
        archive_read_support_filter_zstd(handle)
        archive_read_support_filter_bzip2(handle)
        archive_read_support_filter_lzma(handle)
        let read:
            @convention(c) (
                OpaquePointer?, UnsafeMutableRawPointer?, UnsafeMutablePointer<UnsafeRawPointer?>?
            ) -> la_ssize_t = { _, data, bytes in
                guard let data, let bytes else { return -1 }
                return Unmanaged<MemberSource>.fromOpaque(data).takeUnretainedValue().next(bytes)
            }
        // `source` is kept alive by this reader, which closes the handle before it lets go of it.
        try check(archive_read_open(handle, Unmanaged.passUnretained(source).toOpaque(), nil, read, nil))
    }

    deinit { archive_read_free(handle) }

    /// Goes to the next entry; nil at the end.
    func next() throws(PackageError) -> OpaquePointer? {
        position += 1
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle, &entry)
        if status == ARCHIVE_EOF { return nil }
        try check(status)
        return entry
    }

    /// Reads content of the current entry; holes of sparse files come as zeros.
    ///
    /// - Returns: The number of bytes; 0 at the end of the entry.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
        if count < 0 { try check(CInt(clamping: count)) }
        return count
    }

    /// Reads the whole content of the current entry, which may have at most `limit` bytes.
    func readAll(limit: Int) throws(PackageError) -> [UInt8] {
        var content: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { return content }
            content += buffer[..<count]
            guard content.count <= limit else { throw invalid("an entry is larger than \(limit) bytes") }
        }
    }

    func invalid(_ what: String, cause: (any Error)? = nil) -> PackageError {
        PackageError(
            .archiveInvalid, "\(name): \(what); remove the file from the cache and fetch it again", cause: cause)
    }

    /// Anything but success is an error, warnings too: what libarchive warns of (a name that cannot be converted, an
    /// attribute that was dropped) would be missing from the image.
    private func check(_ status: CInt) throws(PackageError) {
        if status == ARCHIVE_OK { return }
        if let failure = source?.failure { throw failure }
        throw invalid(archive_error_string(handle).map { String(cString: $0) } ?? "libarchive error \(status)")
    }

    private static func allocate() throws(PackageError) -> OpaquePointer {
        guard let handle = archive_read_new() else {
            throw PackageError(.archiveInvalid, "no memory for reading an archive; free some")
        }
        return handle
    }
}

/// Hands the content of an archive's current entry to the reader of the archive inside.
private final class MemberSource {
    private let outer: ArchiveReader
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// Why the last call failed: an error cannot cross libarchive itself.
    private(set) var failure: PackageError?

    init(_ outer: ArchiveReader) { self.outer = outer }

    deinit { buffer.deallocate() }

    func next(_ bytes: UnsafeMutablePointer<UnsafeRawPointer?>) -> la_ssize_t {
        do {
            bytes.pointee = UnsafeRawPointer(buffer.baseAddress)
            return try outer.read(into: buffer)
        } catch {
            failure = error
            return -1
        }
    }
}

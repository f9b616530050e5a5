internal import CArchive
public import Diagnostics
internal import Glibc

/// Reads an archive forwards with libarchive, from its first entry to its last. For one thread at a time.
public final class ArchiveReader {
    /// What is done about what libarchive warns of: a name that cannot be converted, an attribute that is dropped.
    public enum Warnings: Sendable {
        /// For what is installed or written: a warning is an error, because something would be missing.
        case refused
        /// For what comes from strangers: the warning comes with the entry, and the rest is read.
        case reported
    }

    /// What is read, for messages.
    public let name: String
    /// How many entries have been gone to: content can be read from the newest only.
    public private(set) var position = 0

    private let handle: OpaquePointer
    private let format: ArchiveFormat
    private let warnings: Warnings
    private let source: MemberSource?
    /// What was opened stays open as long as it is read.
    private let owner: AnyObject?
    private var allowance: Int64
    private static let blockSize = 1 << 18

    private init(
        name: String, format: ArchiveFormat, filter: ArchiveFilter?, warnings: Warnings, allowance: Int64,
        source: MemberSource? = nil, owner: AnyObject? = nil
    ) throws(ArchiveError) {
        guard let handle = archive_read_new() else { throw ArchiveError(.damaged, "\(name): out of memory") }
        (self.handle, self.name, self.format, self.warnings) = (handle, name, format, warnings)
        (self.allowance, self.source, self.owner) = (allowance, source, owner)
        // A warning here means that a program would do the work.
        guard format.enable(on: handle) == ARCHIVE_OK,
            filter.map({ archive_read_append_filter(handle, $0.code) }) ?? ARCHIVE_OK == ARCHIVE_OK
        else { throw ArchiveError(.damaged, "\(name): this libarchive cannot read its format") }
    }

    deinit { archive_read_free(handle) }

    /// Reads an open file from its beginning. It stays open.
    ///
    /// - Parameters:
    ///   - owner: is kept for as long as the reader, so that it does not close the file.
    ///   - filter: the compression of the whole archive, if there is one.
    public convenience init(
        descriptor: CInt, owner: AnyObject? = nil, name: String, format: ArchiveFormat, filter: ArchiveFilter? = nil,
        warnings: Warnings, limit: ExpansionLimit
    ) throws(ArchiveError) {
        var status = stat()
        let size = fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
        try self.init(
            name: name, format: format, filter: filter, warnings: warnings, allowance: limit.allowance(for: size),
            owner: owner)
        lseek(descriptor, 0, SEEK_SET)
        guard archive_read_open_fd(handle, descriptor, Self.blockSize) == ARCHIVE_OK else { throw damaged() }
    }

    /// Reads the file at a path.
    public convenience init(
        path: String, format: ArchiveFormat, filter: ArchiveFilter? = nil, warnings: Warnings, limit: ExpansionLimit
    ) throws(ArchiveError) {
        var status = stat()
        let size = stat(path, &status) == 0 ? Int64(status.st_size) : 0
        try self.init(
            name: path, format: format, filter: filter, warnings: warnings, allowance: limit.allowance(for: size))
        guard archive_read_open_filename(handle, path, Self.blockSize) == ARCHIVE_OK else { throw damaged() }
    }

    /// Reads bytes in memory, which the caller keeps where they are for as long as the reader.
    public convenience init(
        bytes: UnsafeRawBufferPointer, name: String, format: ArchiveFormat, warnings: Warnings, limit: ExpansionLimit
    ) throws(ArchiveError) {
        try self.init(
            name: name, format: format, filter: nil, warnings: warnings,
            allowance: limit.allowance(for: Int64(bytes.count)))
        guard archive_read_open_memory(handle, bytes.baseAddress, bytes.count) == ARCHIVE_OK else { throw damaged() }
    }

    /// Reads the archive that is the current entry of another one.
    public convenience init(
        entry: ArchiveEntry, of outer: ArchiveReader, name: String, format: ArchiveFormat, filter: ArchiveFilter?,
        limit: ExpansionLimit
    ) throws(ArchiveError) {
        let source = MemberSource(outer)
        try self.init(
            name: name, format: format, filter: filter, warnings: outer.warnings,
            allowance: limit.allowance(for: entry.size), source: source)
        let read:
            @convention(c) (
                OpaquePointer?, UnsafeMutableRawPointer?, UnsafeMutablePointer<UnsafeRawPointer?>?
            ) -> la_ssize_t = { _, data, bytes in
                guard let data, let bytes else { return -1 }
                return Unmanaged<MemberSource>.fromOpaque(data).takeUnretainedValue().next(bytes)
            }
        // `source` is kept alive by this reader, which closes the handle before it lets go of it.
        let status = archive_read_open(handle, Unmanaged.passUnretained(source).toOpaque(), nil, read, nil)
        guard status == ARCHIVE_OK else { throw damaged() }
    }

    /// Goes to the next entry; nil at the end.
    ///
    /// - Throws: `archive-damaged` when what comes next cannot be found.
    public func next() throws(ArchiveError) -> ArchiveEntry? {
        position += 1
        let (status, entry): (CInt, ArchiveEntry?) = NameLocale.with {
            var entry: OpaquePointer?
            let status = archive_read_next_header(handle, &entry)
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { return (status, nil) }
            return (status, ArchiveEntry(entry, format: format, warning: status == ARCHIVE_WARN ? problem : nil))
        }
        if status == ARCHIVE_EOF { return nil }
        guard let entry, status == ARCHIVE_OK || warnings == .reported else { throw damaged() }
        return entry
    }

    /// Reads content of the current entry; holes of sparse files come as zeros.
    ///
    /// - Returns: The number of bytes; 0 at the end of the entry.
    /// - Throws: `archive-too-large` when more came out of the archive than its limit allows.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw damaged() }
        allowance -= Int64(count)
        guard allowance >= 0 else {
            throw ArchiveError(.tooLarge, "\(name): unpacks to far more than an archive of its size should")
        }
        return count
    }

    private var problem: String {
        archive_error_string(handle).map { String(cString: $0) } ?? "damaged"
    }

    private func damaged() -> ArchiveError {
        if archive_read_has_encrypted_entries(handle) > 0 {
            return ArchiveError(.locked, "\(name): protected by a password")
        }
        return ArchiveError(.damaged, "\(name): \(problem)", cause: source?.failure)
    }
}

/// Hands the content of an archive's current entry to the reader of the archive inside.
private final class MemberSource {
    private let outer: ArchiveReader
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// Why the last call failed: an error cannot cross libarchive itself.
    private(set) var failure: ArchiveError?

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

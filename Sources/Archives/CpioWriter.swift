internal import CArchive
public import Diagnostics

/// Writes a cpio archive in the format `newc`, which the kernel unpacks as its first file system (Linux,
/// Documentation/driver-api/early-userspace/buffer-format.rst).
///
/// Owner 0, time 0, one link each, inode numbers in the order of the entries: the same entries give the same bytes.
public final class CpioWriter {
    /// How the archive is stored.
    public enum Compression: Sendable {
        case none
        /// Zstandard at a level from 1 to 22, in one thread.
        case zstd(level: Int)
    }

    /// What an entry is.
    public enum Kind: Sendable {
        case directory
        case symbolicLink(target: String)
        case characterDevice(major: UInt32, minor: UInt32)
        case file([UInt8])

        /// The file types of a mode (inode(7)), which libarchive takes as they are.
        fileprivate var type: UInt32 {
            switch self {
            case .directory: 0o040000
            case .characterDevice: 0o020000
            case .file: 0o100000
            case .symbolicLink: 0o120000
            }
        }
    }

    /// The versions of libarchive and of the compressors behind it.
    public static var libraryVersion: String { String(cString: archive_version_details()) }

    private let handle: OpaquePointer
    private let output = Output()
    private var count: Int64 = 0

    private final class Output { var bytes: [UInt8] = [] }

    /// An empty archive.
    ///
    /// - Throws: `archive-not-written`, as all of its functions do: what libarchive warns of would be missing.
    public init(_ compression: Compression) throws(ArchiveError) {
        guard let handle = archive_write_new() else { throw ArchiveError(.notWritten, "no memory for the archive") }
        self.handle = handle
        try check(archive_write_set_format_cpio_newc(handle))
        if case .zstd(let level) = compression {
            try check(archive_write_add_filter_zstd(handle))
            try check(archive_write_set_filter_option(handle, "zstd", "compression-level", "\(level)"))
        }
        // Neither records of 10 kB nor a filled last block: the archive ends where its data ends.
        try check(archive_write_set_bytes_per_block(handle, 0))
        let opened = archive_write_open(
            handle, Unmanaged.passUnretained(output).toOpaque(), nil,
            { _, context, buffer, count in
                guard let context, let buffer else { return -1 }
                let output = Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
                output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: count))
                return count
            }, nil)
        try check(opened)
    }

    deinit { archive_write_free(handle) }

    /// Adds an entry.
    public func add(_ path: String, mode: UInt32, _ kind: Kind) throws(ArchiveError) {
        guard let header = archive_entry_new() else { throw ArchiveError(.notWritten, "no memory for the archive") }
        defer { archive_entry_free(header) }
        count += 1
        archive_entry_set_pathname(header, path)
        archive_entry_set_perm(header, mode)
        archive_entry_set_ino64(header, count)
        archive_entry_set_nlink(header, 1)
        archive_entry_set_filetype(header, kind.type)
        var content: [UInt8] = []
        switch kind {
        case .directory: break
        case .symbolicLink(let target): archive_entry_set_symlink(header, target)
        case .characterDevice(let major, let minor):
            archive_entry_set_rdevmajor(header, UInt(major))
            archive_entry_set_rdevminor(header, UInt(minor))
        case .file(let bytes): content = bytes
        }
        archive_entry_set_size(header, Int64(content.count))
        try check(archive_write_header(handle, header), path)
        guard archive_write_data(handle, content, content.count) == content.count else { throw failure(path) }
    }

    /// Ends the archive, and returns its bytes. Once.
    public func finish() throws(ArchiveError) -> [UInt8] {
        try check(archive_write_close(handle))
        return output.bytes
    }

    private func check(_ status: CInt, _ path: String = "") throws(ArchiveError) {
        if status != ARCHIVE_OK { throw failure(path) }
    }

    private func failure(_ path: String) -> ArchiveError {
        let words = archive_error_string(handle).map { String(cString: $0) } ?? "no reason given"
        return ArchiveError(.notWritten, path.isEmpty ? words : "/\(path): \(words)")
    }
}

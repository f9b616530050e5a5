internal import CArchive
internal import Diagnostics

/// Writes entries as a cpio archive in the format `newc`, which the kernel unpacks as its first file system
/// (Linux, Documentation/driver-api/early-userspace/buffer-format.rst).
///
/// Owner 0, time 0, one link each, inode numbers in the order of the entries: the same entries give the same bytes.
struct CpioArchive {
    /// How the archive is stored.
    enum Compression: Sendable {
        case none
        /// Zstandard at a level from 1 to 22, in one thread.
        case zstd(level: Int)
    }

    /// The bytes of an archive of `entries`.
    ///
    /// - Throws: `RescueImageError` `image-archive` with libarchive's own words, or what reading a package's file throws.
    static func write(
        _ entries: [InitramfsEntry], _ compression: Compression = .none
    ) throws(RescueImageError) -> [UInt8] {
        guard let archive = archive_write_new() else {
            throw RescueImageError(
                .archive, "There is no memory for the initramfs. Close other programs and try again.")
        }
        let output = Output()
        defer { archive_write_free(archive) }
        try check(archive_write_set_format_cpio_newc(archive), archive)
        if case .zstd(let level) = compression {
            try check(archive_write_add_filter_zstd(archive), archive)
            try check(archive_write_set_filter_option(archive, "zstd", "compression-level", "\(level)"), archive)
        }
        // Neither records of 10 kB nor a filled last block: the archive ends where its data ends.
        try check(archive_write_set_bytes_per_block(archive, 0), archive)
        let opened = archive_write_open(
            archive, Unmanaged.passUnretained(output).toOpaque(), nil,
            { _, context, buffer, count in
                guard let context, let buffer else { return -1 }
                let output = Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
                output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: count))
                return count
            }, nil)
        try check(opened, archive)
        for (index, entry) in entries.enumerated() { try add(entry, inode: Int64(index + 1), to: archive) }
        try check(archive_write_close(archive), archive)
        return output.bytes
    }

    /// The versions of libarchive and of the compressors behind it.
    static var toolVersion: String { String(cString: archive_version_details()) }

    private final class Output { var bytes: [UInt8] = [] }

    /// The file types of a mode (inode(7)), which libarchive takes as they are.
    private enum FileType {
        static let directory: UInt32 = 0o040000
        static let characterDevice: UInt32 = 0o020000
        static let regular: UInt32 = 0o100000
        static let symbolicLink: UInt32 = 0o120000
    }

    private static func add(
        _ entry: InitramfsEntry, inode: Int64, to archive: OpaquePointer
    ) throws(RescueImageError) {
        guard let header = archive_entry_new() else {
            throw RescueImageError(
                .archive, "There is no memory for the initramfs. Close other programs and try again.")
        }
        defer { archive_entry_free(header) }
        archive_entry_set_pathname(header, entry.path)
        archive_entry_set_perm(header, entry.mode)
        archive_entry_set_ino64(header, inode)
        archive_entry_set_nlink(header, 1)
        var content: [UInt8] = []
        switch entry.kind {
        case .directory: archive_entry_set_filetype(header, FileType.directory)
        case .symbolicLink(let target):
            archive_entry_set_filetype(header, FileType.symbolicLink)
            archive_entry_set_symlink(header, target)
        case .characterDevice(let major, let minor):
            archive_entry_set_filetype(header, FileType.characterDevice)
            archive_entry_set_rdevmajor(header, UInt(major))
            archive_entry_set_rdevminor(header, UInt(minor))
        case .bytes(let bytes):
            archive_entry_set_filetype(header, FileType.regular)
            content = bytes
        case .file(let file):
            archive_entry_set_filetype(header, FileType.regular)
            content = try file.bytes()
        }
        archive_entry_set_size(header, Int64(content.count))
        try check(archive_write_header(archive, header), archive, entry.path)
        guard archive_write_data(archive, content, content.count) == content.count else {
            throw failure(archive, entry.path)
        }
    }

    private static func check(
        _ status: CInt, _ archive: OpaquePointer, _ path: String = ""
    ) throws(RescueImageError) {
        if status != ARCHIVE_OK { throw failure(archive, path) }
    }

    private static func failure(_ archive: OpaquePointer, _ path: String) -> RescueImageError {
        let words = archive_error_string(archive).map { String(cString: $0) } ?? "no reason was given"
        return RescueImageError(
            .archive,
            "The initramfs cannot be written\(path.isEmpty ? "" : " at /\(path)"): \(words). Report this as a bug.")
    }
}

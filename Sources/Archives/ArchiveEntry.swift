internal import CArchive
internal import Glibc

/// An entry of an archive.
public struct ArchiveEntry: Sendable {
    /// What an entry is.
    public enum Kind: Sendable, Hashable {
        case file
        case directory
        /// A symbolic link; the target is as written, and nil if it is not UTF-8.
        case symbolicLink(target: String?)
        /// Another name of an earlier entry, the target; nil if it is not UTF-8.
        case hardLink(target: String?)
        /// Anything else, by its file type (inode(7)).
        case other(type: UInt32)
    }

    /// The name as stored; nil if it is in no encoding that archives have.
    public let name: String?
    /// What the entry is.
    public let kind: Kind
    /// The permission bits with set-user-ID, set-group-ID and sticky.
    public let mode: UInt32
    /// The size of a file's content in bytes, as the archive says; 0 if it does not.
    public let size: Int64
    /// What libarchive warns of, where warnings are only reported.
    public let warning: String?

    init(_ entry: OpaquePointer, format: ArchiveFormat, warning: String?) {
        func text(_ stored: UnsafePointer<CChar>?, _ converted: UnsafePointer<CChar>?) -> String? {
            guard let bytes = stored ?? converted else { return nil }
            // Zip files name no encoding where they do not say UTF-8: that of the IBM PC is meant, and macOS means UTF-8.
            return String(validatingCString: bytes) ?? (format == .zip ? CodePage437.text(bytes) : nil)
        }
        name = text(archive_entry_pathname(entry), archive_entry_pathname_utf8(entry))
        mode = UInt32(archive_entry_perm(entry)) & 0o7777
        self.warning = warning
        if archive_entry_hardlink(entry) != nil || archive_entry_hardlink_utf8(entry) != nil {
            kind = .hardLink(target: text(archive_entry_hardlink(entry), archive_entry_hardlink_utf8(entry)))
        } else {
            switch archive_entry_filetype(entry) {
            case S_IFREG: kind = .file
            case S_IFDIR: kind = .directory
            case S_IFLNK:
                kind = .symbolicLink(target: text(archive_entry_symlink(entry), archive_entry_symlink_utf8(entry)))
            case let type: kind = .other(type: UInt32(type))
            }
        }
        size = kind == .file && archive_entry_size_is_set(entry) != 0 ? max(0, archive_entry_size(entry)) : 0
    }
}

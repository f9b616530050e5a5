internal import Glibc

/// What kind of object a name stands for.
public enum FileKind: String, Sendable {
    case file, directory, symlink, other
    /// The file system did not say; `Directory.status(of:)` finds out.
    case unknown

    /// From the `d_type` of getdents64(2).
    init(directoryEntryType type: UInt8) {
        switch Int(type) {
        case Int(DT_REG): self = .file
        case Int(DT_DIR): self = .directory
        case Int(DT_LNK): self = .symlink
        case Int(DT_UNKNOWN): self = .unknown
        default: self = .other
        }
    }

    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .symlink
        default: self = .other
        }
    }
}

/// What stat(2) tells of an object.
public struct FileStatus: Equatable, Sendable {
    public let kind: FileKind
    /// In bytes.
    public let size: Int64
    /// The last modification, in nanoseconds since 1970 UTC.
    public let modifiedNanoseconds: Int64
    /// The number of the object within its file system.
    public let inode: UInt64
    /// The number of names that the object has.
    public let linkCount: Int

    init(_ status: stat) {
        kind = FileKind(mode: status.st_mode)
        size = Int64(status.st_size)
        let (nanoseconds, overflow) = Int64(status.st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        // NTFS can hold years that Int64 nanoseconds cannot (beyond 1677 to 2262).
        modifiedNanoseconds =
            overflow
            ? (status.st_mtim.tv_sec < 0 ? .min : .max)
            : nanoseconds.addingReportingOverflow(Int64(status.st_mtim.tv_nsec)).partialValue
        inode = UInt64(status.st_ino)
        linkCount = Int(clamping: status.st_nlink)
    }
}

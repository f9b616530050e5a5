internal import Glibc

/// What stat(2) says about an object.
public struct FileStatus: Equatable, Sendable {
    /// What the object is.
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

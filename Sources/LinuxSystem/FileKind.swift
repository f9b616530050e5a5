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

internal import CLinux
public import Diagnostics
internal import Glibc

/// An open directory, from which names are resolved without ever leaving it.
///
/// What stands below it may be damaged or hostile: no link is followed, no mount point crossed (openat2(2),
/// `RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV`). A junction of NTFS is a symbolic
/// link to Linux.
public final class Directory: Sendable {
    /// The path of the directory, for messages.
    public let path: String
    let descriptor: FileDescriptor

    init(path: String, descriptor: FileDescriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens a directory of the rescue system, a mount point for example; its path is trusted.
    public static func open(_ path: String) throws(LinuxError) -> Directory {
        let number = try call("open", on: path) { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        return Directory(path: path, descriptor: FileDescriptor(owning: number))
    }

    /// Opens a directory within this one.
    public func directory(_ name: FileName) throws(LinuxError) -> Directory {
        let number = try open(name, O_RDONLY | O_DIRECTORY)
        return Directory(path: pathOf(name), descriptor: FileDescriptor(owning: number))
    }

    /// Opens a regular file within this directory for reading; anything else is an error (`wrong-kind`).
    public func file(_ name: FileName) throws(LinuxError) -> OpenFile {
        // A FIFO would wait for its writer without O_NONBLOCK, which means nothing to a regular file.
        let number = try open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY)
        let file = OpenFile(path: pathOf(name), descriptor: FileDescriptor(owning: number))
        guard try file.status().kind == .file else {
            throw LinuxError(.wrongKind, "\(file.path) is not a regular file; look at it by hand")
        }
        return file
    }

    /// Every name in the directory except `.` and `..`, in the file system's order.
    ///
    /// - Parameter limit: more names than this are an error (`too-large`), not a shortened list.
    public func entries(limit: Int = 1_000_000) throws(LinuxError) -> [DirectoryEntry] {
        // A descriptor of its own, so that two readers of one directory do not share a position.
        let reader = FileDescriptor(owning: try open(".", descriptor: descriptor, O_RDONLY | O_DIRECTORY))
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        var entries: [DirectoryEntry] = []
        while true {
            let length = try call("getdents64", on: path) {
                buffer.withUnsafeMutableBytes { clinux_read_directory(reader.number, $0.baseAddress, $0.count) }
            }
            if length == 0 { return entries }
            entries += DirectoryEntry.parse(buffer[..<length])
            if entries.count > limit {
                throw LinuxError(.tooLarge, "\(path) holds more than \(limit) names; look at it by hand")
            }
        }
    }

    /// What Windows would take for `name`: the entry of exactly that name first, then the others that differ in case.
    ///
    /// NTFS can hold several (made by Linux, or in a case-sensitive folder); empty when there is none.
    public func entries(named name: FileName) throws(LinuxError) -> [DirectoryEntry] {
        let folded = name.caseFolded
        let matches = try entries().filter { $0.name == name || $0.name.caseFolded == folded }
        return matches.filter { $0.name == name } + matches.filter { $0.name != name }.sorted { $0.name < $1.name }
    }

    /// What the object of that name is; a link is told as a link.
    public func status(of name: FileName) throws(LinuxError) -> FileStatus {
        let component = try name.component()
        var status = stat()
        try call("fstatat", on: pathOf(name)) { fstatat(descriptor.number, component, &status, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(status)
    }

    /// Removes a name that is not a directory. That it is gone for good is known only after `sync()`.
    public func remove(_ name: FileName) throws(LinuxError) {
        let component = try name.component()
        try call("unlinkat", on: pathOf(name)) { unlinkat(descriptor.number, component, 0) }
    }

    /// Waits until the directory itself is on the medium.
    public func sync() throws(LinuxError) {
        try call("fsync", on: path) { fsync(descriptor.number) }
    }

    /// Waits until everything of the directory's file system is on the medium, the count of free clusters of a FAT
    /// included, and has the device empty its cache.
    public func syncFileSystem() throws(LinuxError) {
        try call("syncfs", on: path) { clinux_sync_file_system(descriptor.number) }
        // `syncfs` alone does not empty the device's cache on FAT.
        try sync()
    }

    private func open(_ name: FileName, _ flags: CInt) throws(LinuxError) -> CInt {
        let component = try name.component()
        return try call("openat2", on: pathOf(name)) {
            clinux_open_beneath(descriptor.number, component, flags | O_CLOEXEC)
        }
    }

    private func open(_ path: String, descriptor: FileDescriptor, _ flags: CInt) throws(LinuxError) -> CInt {
        try call("openat2", on: self.path) { clinux_open_beneath(descriptor.number, path, flags | O_CLOEXEC) }
    }

    private func pathOf(_ name: FileName) -> String { path.hasSuffix("/") ? path + name.text : "\(path)/\(name)" }
}

internal import CLinux
public import Diagnostics
internal import Foundation
internal import Vocabulary

/// Files that are there whole or not at all.
public enum AtomicFile {
    /// Writes a file, in the place of an older one whose permissions it keeps; one that somebody has open is not pulled away.
    /// Where the name is a symbolic link, the file that it leads to is replaced. A terminal, a FIFO and the like are written
    /// to.
    ///
    /// - Parameter path: as `PathText` has it.
    /// - Throws: Also where the path leads to a block device (`ENOTSUP`), or is a link that leads to nothing.
    public static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(SystemCallError) {
        var status = stat()
        let isThere = PathText.withBytes(of: path) { stat($0, &status) } == 0
        // Whoever names a disk here has mistyped: its partitions would be overwritten.
        guard !isBlockDevice(path) else {
            throw SystemCallError(call: "write", object: PathText.shown(path), number: ENOTSUP)
        }
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            try write(Array(bytes), to: path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
            return
        }
        // Files are read whatever they are called; what is made has a name that every program can give.
        guard PathText.isExact(path) else {
            throw SystemCallError(call: "open", object: PathText.shown(path), number: EILSEQ)
        }
        let target = try destination(of: path)
        let folder = try WorkFolder(in: (target as NSString).deletingLastPathComponent.nonEmpty)
        try write(Array(bytes), to: folder("new"), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
        if isThere, chmod(folder("new"), status.st_mode & 0o777) != 0 {
            throw SystemCallError(call: "chmod", object: target)
        }
        try folder.publish("new", as: target)
    }

    /// Gives a file a name that is not taken: it fails with `EEXIST` where there is one.
    public static func move(_ path: String, toNew target: String) throws(SystemCallError) {
        if clinux_rename_to_new(path, target) == 0 { return }
        guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else {
            throw SystemCallError(call: "rename", object: target)
        }
        // Not every file system can do that. A link replaces nothing either.
        if link(path, target) == 0 {
            unlink(path)
            return
        }
        guard [EPERM, EOPNOTSUPP].contains(errno) else { throw SystemCallError(call: "link", object: target) }
        guard access(target, F_OK) != 0 else { throw SystemCallError(call: "rename", object: target, number: EEXIST) }
        guard rename(path, target) == 0 else { throw SystemCallError(call: "rename", object: target) }
    }

    /// Whether a path leads to a block device.
    ///
    /// - Parameter path: as `PathText` has it.
    public static func isBlockDevice(_ path: String) -> Bool {
        var status = stat()
        return PathText.withBytes(of: path) { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFBLK
    }

    /// Where a file goes: to the end of symbolic links. They are not replaced, not even those that lead to nothing.
    private static func destination(of path: String) throws(SystemCallError) -> String {
        let real = realpath(path, nil)
        let number = errno
        defer { free(real) }
        if let target = real.flatMap({ String(validatingCString: $0) }) { return target }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
        throw SystemCallError(call: "realpath", object: path, number: real == nil ? number : EILSEQ)
    }

    private static func write(_ bytes: [UInt8], to path: String, _ flags: CInt) throws(SystemCallError) {
        let file = PathText.withBytes(of: path) { open($0, flags, 0o666) }
        guard file >= 0 else { throw SystemCallError(call: "open", object: PathText.shown(path)) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try retryingInterrupts("write", path) {
                rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            }
            rest = rest.dropFirst(count)
        }
    }
}

extension String {
    /// The current folder where nothing is named.
    fileprivate var nonEmpty: String { isEmpty ? "." : self }
}

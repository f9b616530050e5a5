internal import CLinux
public import Diagnostics
internal import Foundation
internal import Vocabulary

/// Files that are there whole or not at all.
public enum AtomicFile {
    /// Writes a file, in the place of an older one whose permissions it keeps; one that somebody has open is not pulled away.
    /// Where the name is a symbolic link, the file that it leads to is replaced. What is not a file, such as a terminal, is
    /// written to.
    ///
    /// - Parameter path: as `PathText` has it.
    public static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(SystemCallError) {
        var status = stat()
        let isThere = PathText.withBytes(of: path) { stat($0, &status) } == 0
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            try write(Array(bytes), to: path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
            return
        }
        // Files are read whatever they are called; what is made has a name that every program can give.
        guard PathText.isExact(path) else {
            throw SystemCallError(call: "open", object: PathText.shown(path), number: EILSEQ)
        }
        let real = realpath(path, nil)
        defer { free(real) }
        let target = real.flatMap { String(validatingCString: $0) } ?? path
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

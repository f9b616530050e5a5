internal import Diagnostics
internal import Foundation

/// The lock of a work folder: on a file in it that is open for writing. NFS and SMB show other hosts no lock on a folder.
enum WorkFolderLock {
    /// The file's name.
    static let name = ".lock"

    /// Locks an open file without waiting. The result is 0 or the value of errno.
    static let lockFile: @Sendable (CInt) -> CInt = { flock($0, LOCK_EX | LOCK_NB) == 0 ? 0 : errno }

    /// Locks a folder until the result is closed.
    ///
    /// - Parameter user: Whose folder it has to be; nil where that does not matter.
    /// - Returns: nil where the file system has no locks.
    /// - Throws: Also where somebody else holds it or it has been removed: see `isTakenAway`.
    static func take(
        _ folder: String, of user: uid_t?, _ lockFile: (CInt) -> CInt
    ) throws(SystemCallError) -> CInt? {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard directory >= 0 else { throw SystemCallError(call: "open", object: folder) }
        defer { close(directory) }
        var status = stat()
        guard fstat(directory, &status) == 0 else { throw SystemCallError(call: "fstat", object: folder) }
        if let user, status.st_uid != user { throw SystemCallError(call: "flock", object: folder, number: EPERM) }
        let file = openat(directory, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemCallError(call: "open", object: "\(folder)/\(name)") }
        let number = lockFile(file)
        if number == 0, isNamed(file, "\(folder)/\(name)") { return file }
        close(file)
        if [ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL].contains(number) { return nil }
        throw SystemCallError(call: "flock", object: folder, number: number == 0 ? ESTALE : number)
    }

    /// Whether somebody else holds the folder, or has removed it.
    static func isTakenAway(_ error: SystemCallError) -> Bool {
        [EWOULDBLOCK, ENOENT, ESTALE].contains(error.number)
    }

    /// Whether a file is still there: it may have been removed, and made anew, before it was locked.
    private static func isNamed(_ file: CInt, _ path: String) -> Bool {
        var (own, named) = (stat(), stat())
        return fstat(file, &own) == 0 && lstat(path, &named) == 0 && own.st_ino == named.st_ino
            && own.st_dev == named.st_dev
    }
}

public import Diagnostics
internal import Foundation

/// A folder in which something grows until it is whole: beside its place, for the last step to be a rename, or for files that
/// tools need by name. Removed with the object.
///
/// Whoever has it holds a lock, which ends with the process, however that ends. So what a killed process has left is known,
/// and is removed when the next one works in the same place. A file system without locks keeps it.
public final class WorkFolder {
    /// The absolute path.
    public let path: String
    /// Nil where the file system has no locks.
    private let lock: CInt?

    /// Names of these folders: `.unloop-work-`, and six letters or digits.
    private static let prefix = ".unloop-work-"
    private static let randomLength = 6
    /// How many folders are made at most, where each is taken away before it is locked.
    private static let tries = 5

    /// Makes an empty folder, for its owner alone, and removes what killed processes have left in `parent`.
    public convenience init(in parent: String) throws(SystemCallError) {
        try self.init(in: parent, user: geteuid(), lockFile: WorkFolderLock.lockFile)
    }

    /// - Parameter lockFile: As `WorkFolderLock.lockFile`.
    init(in parent: String, user: uid_t, lockFile: (CInt) -> CInt) throws(SystemCallError) {
        let parent = URL(fileURLWithPath: parent).path
        Self.sweep(parent, of: user)
        (path, lock) = try Self.make(in: parent, lockFile)
    }

    deinit { Self.remove(path, lock) }

    /// The path of what is, or will be, called `name` in the folder.
    public func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Moves what is whole to its place, where it replaces a file; a file is on the medium before it has its name.
    public func publish(_ name: String, as target: String) throws(SystemCallError) {
        let source = self(name)
        let file = open(source, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemCallError(call: "open", object: source) }
        let isKept = fsync(file) == 0
        let number = errno
        close(file)
        // Some file systems cannot do that to a folder.
        guard isKept || number == EINVAL else { throw SystemCallError(call: "fsync", object: source, number: number) }
        guard rename(source, target) == 0 else { throw SystemCallError(call: "rename", object: target) }
    }

    /// Removes what killed processes of this user have left in a folder.
    public static func sweep(_ parent: String) { sweep(parent, of: geteuid()) }

    static func sweep(_ parent: String, of user: uid_t) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where isOwn(name) {
            let path = "\(parent)/\(name)"
            // Without a lock nobody knows whether somebody works in it.
            guard let lock = try? WorkFolderLock.take(path, of: user, WorkFolderLock.lockFile) else { continue }
            remove(path, lock)
        }
    }

    /// A new folder and its lock.
    private static func make(
        in parent: String, _ lockFile: (CInt) -> CInt
    ) throws(SystemCallError) -> (path: String, lock: CInt?) {
        var left = tries
        while true {
            var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw SystemCallError(call: "mkdtemp", object: parent) }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            do {
                // Whose it is does not matter: some mounts give all files to one user.
                return (path, try WorkFolderLock.take(path, of: nil, lockFile))
            } catch {
                remove(path, nil)
                left -= 1
                // Between the two calls another process may take it for one that was left.
                guard WorkFolderLock.isTakenAway(error), left > 0 else { throw error }
            }
        }
    }

    /// Removes a folder. Its lock goes last: the folder of somebody who makes one in its place stays, because it is not empty.
    private static func remove(_ path: String, _ lock: CInt?) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name != WorkFolderLock.name {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        unlink("\(path)/\(WorkFolderLock.name)")
        // Before the folder: NFS keeps an open file under another name.
        if let lock { close(lock) }
        rmdir(path)
    }

    private static func isOwn(_ name: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let random = name.utf8.dropFirst(prefix.utf8.count)
        return random.count == randomLength && random.allSatisfy { isalnum(CInt($0)) != 0 }
    }
}

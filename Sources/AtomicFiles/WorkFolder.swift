public import Diagnostics
internal import Foundation

/// A folder in which something grows until it is whole: beside its place, for the last step to be a rename, or for files that
/// tools need by name. Removed with the object.
///
/// Whoever has it holds a lock, which ends with the process, however that ends. So what a killed process has left is known,
/// and is removed when the next one works in the same place.
public final class WorkFolder {
    /// The absolute path.
    public let path: String
    private let descriptor: CInt

    /// Names of these folders: `.unloop-work-`, and six letters or digits.
    private static let prefix = ".unloop-work-"
    private static let randomLength = 6

    /// Makes an empty folder, for its owner alone, and removes what killed processes have left in `parent`.
    public init(in parent: String) throws(SystemCallError) {
        let parent = URL(fileURLWithPath: parent).path
        Self.sweep(parent)
        while true {
            var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw SystemCallError(call: "mkdtemp", object: parent) }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // Between the two calls another process may take it for one that was left.
            guard let descriptor = Self.lock(path) else { continue }
            (self.path, self.descriptor) = (path, descriptor)
            return
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        close(descriptor)
    }

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
    public static func sweep(_ parent: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where isOwn(name) {
            let path = "\(parent)/\(name)"
            guard let descriptor = lock(path) else { continue }
            try? FileManager.default.removeItem(atPath: path)
            close(descriptor)
        }
    }

    /// The locked folder, if it is there, is this user's, and nobody works in it.
    private static func lock(_ path: String) -> CInt? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var own = stat()
        var named = stat()
        // The second look: it may have been removed, and made anew, before it was locked.
        guard fstat(descriptor, &own) == 0, own.st_uid == geteuid(), flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            lstat(path, &named) == 0, own.st_ino == named.st_ino, own.st_dev == named.st_dev
        else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func isOwn(_ name: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let random = name.utf8.dropFirst(prefix.utf8.count)
        return random.count == randomLength && random.allSatisfy { isalnum(CInt($0)) != 0 }
    }
}

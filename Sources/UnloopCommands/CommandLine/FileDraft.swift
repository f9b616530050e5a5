internal import AtomicFiles
internal import Diagnostics
internal import Foundation
internal import Vocabulary

/// The next version of a file, in a file of its own beside it until it takes its place in one step.
///
/// Whoever holds it is the only one of these programs that changes the file: a second one waits, and then reads what the
/// first one wrote. What a killed one leaves is taken over by the next.
final class FileDraft {
    /// The file that is written: where the name that was given is a symbolic link, the file that it leads to.
    let path: String
    private let draft: String
    private let descriptor: CInt
    private var isInPlace = false

    /// Waits for the draft of a file, empties it, and lets nobody but the owner read it.
    ///
    /// - Parameter waiting: called once if another program has it.
    init(of name: String, waiting: () -> Void) throws(SystemCallError) {
        guard PathText.isExact(name) else {
            throw SystemCallError(call: "open", object: PathText.shown(name), number: EILSEQ)
        }
        let real = realpath(name, nil)
        defer { free(real) }
        path = real.map { String(cString: $0) } ?? name
        draft = "\(path).new"
        descriptor = try Self.take(draft, waiting)
        guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, 0o600) == 0 else {
            let error = SystemCallError(call: "ftruncate", object: draft)
            close(descriptor)
            throw error
        }
    }

    deinit {
        if !isInPlace { unlink(draft) }
        close(descriptor)
    }

    /// Writes the file and puts it in place.
    ///
    /// - Parameter isNew: whether it fails, with `EEXIST`, when there is a file of the name.
    func replace(with content: [UInt8], isNew: Bool) throws(SystemCallError) {
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemCallError(call: "write", object: path) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw SystemCallError(call: "fsync", object: path) }
        if isNew {
            try AtomicFile.move(draft, toNew: path)
        } else if rename(draft, path) != 0 {
            throw SystemCallError(call: "rename", object: path)
        }
        isInPlace = true
    }

    private static func take(_ draft: String, _ waiting: () -> Void) throws(SystemCallError) -> CInt {
        var isWaiting = false
        while true {
            let descriptor = open(draft, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw SystemCallError(call: "open", object: draft) }
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                if !isWaiting { waiting() }
                isWaiting = true
                while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
            }
            var own = stat()
            var named = stat()
            // The one that was waited for may have become the file itself.
            if fstat(descriptor, &own) == 0, lstat(draft, &named) == 0, own.st_ino == named.st_ino,
                own.st_dev == named.st_dev
            {
                guard own.st_mode & S_IFMT == S_IFREG, own.st_uid == geteuid(), own.st_nlink == 1 else {
                    close(descriptor)
                    throw SystemCallError(call: "open", object: draft, number: EPERM)
                }
                return descriptor
            }
            close(descriptor)
        }
    }
}

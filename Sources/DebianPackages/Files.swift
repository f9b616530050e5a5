internal import Diagnostics
internal import Digests
internal import Foundation

/// Makes a folder and those above it; one that exists is fine.
func makeFolder(_ path: String) throws(PackageError) {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw PackageError(
            .fileFailed, "cannot make the folder \(path); make it writable or choose another", cause: error)
    }
}

/// Writes a whole file, through a temporary one, so that it is never seen half-written.
func writeFile(_ path: String, _ text: String) throws(PackageError) {
    do {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw PackageError(
            .fileFailed, "cannot write \(path); make its folder writable and free some space", cause: error)
    }
}

/// The SHA-256 of a file; nil if there is no such file.
func hashOfFile(_ path: String) throws(PackageError) -> SHA256Digest? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 && errno == ENOENT { return nil }
    guard file >= 0 else {
        throw PackageError(
            .fileFailed, "cannot read \(path); make it readable or remove it",
            cause: SystemCallError(call: "open", object: path))
    }
    defer { close(file) }
    do {
        return try SHA256Hasher.hash(fileDescriptor: file)
    } catch {
        throw PackageError(
            .fileFailed, "cannot read \(path); remove it, and check the disk if that happens again",
            cause: SystemCallError(call: "read", object: path, number: error.number))
    }
}

/// Runs `body` while no other process does so with the same folder; waits, and says so, while one does.
func withFolderLocked<Result>(
    _ folder: String, progress: (String) -> Void, _ body: () throws(PackageError) -> Result
) throws(PackageError) -> Result {
    try makeFolder(folder)
    let path = folder + "/lock"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
        throw PackageError(
            .fileFailed, "cannot write in \(folder); make it writable or choose another with --cache",
            cause: SystemCallError(call: "open", object: path))
    }
    // Closing gives the lock back.
    defer { close(file) }
    if flock(file, LOCK_EX | LOCK_NB) != 0 {
        progress("waiting for another build that uses \(folder)")
        do {
            try retryingInterrupts("flock", path) { flock(file, LOCK_EX) }
        } catch {
            throw PackageError(.fileFailed, "cannot lock \(path); choose another folder with --cache", cause: error)
        }
    }
    return try body()
}

internal import AtomicFiles
internal import Diagnostics
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
        try AtomicFile.write(text.utf8, to: path)
    } catch {
        throw PackageError(
            .fileFailed, "cannot write \(path); make its folder writable and free some space", cause: error)
    }
}

/// Runs `body` while no other process does so with the same folder; waits, and says so, while one does.
func withFolderLocked<Result>(
    _ folder: String, progress: (String) -> Void, _ body: () throws(PackageError) -> Result
) throws(PackageError) -> Result {
    try makeFolder(folder)
    let path = folder + "/lock"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
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

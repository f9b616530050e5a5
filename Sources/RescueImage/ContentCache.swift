internal import AtomicFiles
internal import Diagnostics
internal import Foundation

/// A folder of intermediate results, each in a folder of its own under the hash of everything that it was made from: what
/// is found there is never out of date. Several builds can use it at once.
struct ContentCache: Sendable {
    let folder: String

    /// The folder of a result, made first if it is not there.
    ///
    /// - Parameter body: Fills the folder that it is given. It appears under its name only when it is whole.
    func result(_ key: String, making body: (String) throws -> Void) throws -> String {
        let path = "\(folder)/\(key)"
        if HostFile.exists(path) { return path }
        try HostFile.makeFolder(folder)
        let work: WorkFolder
        do {
            work = try WorkFolder(in: folder)
        } catch {
            throw RescueImageError(
                .file, "\(folder): cannot be written. Check the free space and the permissions of the folder.",
                cause: error)
        }
        let temporary = work("result")
        try HostFile.makeFolder("result", in: work.path)
        try body(temporary)
        // Another build may have been faster; then its result, which is the same, stays.
        if rename(temporary, path) != 0 && !HostFile.exists(path) {
            throw RescueImageError(
                .file, "\(path): cannot be written. Check the free space and the permissions of the folder.")
        }
        return path
    }

    /// Forgets a result that turned out to be damaged.
    func discard(_ key: String) throws(RescueImageError) { try HostFile.remove("\(folder)/\(key)") }
}

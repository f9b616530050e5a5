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
        let temporary = "\(path).\(UUID().uuidString).partial"
        defer { try? HostFile.remove(temporary) }
        try HostFile.makeFolder(temporary)
        try body(temporary)
        // Another build may have been faster; then its result, which is the same, stays.
        if rename(temporary, path) != 0 && !HostFile.exists(path) {
            throw RescueImageError(
                .file, "\(path): cannot be written. See that there is room and that the folder is yours.")
        }
        return path
    }

    /// Forgets a result that turned out to be damaged.
    func discard(_ key: String) throws(RescueImageError) { try HostFile.remove("\(folder)/\(key)") }
}

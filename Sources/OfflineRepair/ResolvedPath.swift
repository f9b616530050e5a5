internal import Foundation

/// Paths without links.
enum ResolvedPath {
    /// The path of a file itself; the path as it is where there is none.
    static func of(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

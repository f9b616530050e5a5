internal import Diagnostics
internal import Foundation

/// A package on its way from an address to a temporary file.
struct Download {
    let package: LockedPackage
    let address: String
    let path: String

    /// - Parameters:
    ///   - size: What there is, in bytes.
    ///   - isWhole: Whether that is all of it.
    func sizeMismatch(_ size: Int64, isWhole: Bool) -> PackageError {
        PackageError(
            .sizeMismatch,
            "the package \(package.name) \(package.version) from \(address) has \(isWhole ? "" : "at least ")\(size) bytes,"
                + " not \(package.size) as the index or the lock states; do not use it: try another mirror, and if you"
                + " build from a lock, find out who changed the package or the lock")
    }

    /// The path of what a mirror in a folder has; nil for a mirror on the network.
    var localPath: String? { LocalMirror.path(of: address) }

    /// Copies the package out of a mirror in a folder.
    ///
    /// - Returns: Why there is nothing to copy.
    /// - Throws: `notRegular`, `sizeMismatch`, `fileFailed`.
    func copy(from source: String) throws(PackageError) -> DownloadFailure? {
        guard let file = try RegularFile(source) else {
            return DownloadFailure(package: package, address: address, reason: "No such file or directory")
        }
        guard file.size == package.size else { throw sizeMismatch(file.size, isWhole: true) }
        try file.copy(to: path, limit: package.size)
        return nil
    }
}

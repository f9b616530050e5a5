internal import Diagnostics
internal import Digests

/// A file of a package, unpacked on the host.
struct PackageFile: Sendable, Equatable {
    /// The unpacked copy on the host.
    let hostPath: String
    /// Permission bits.
    let mode: UInt32
    /// Bytes.
    let size: Int64
    let sha256: SHA256Digest
    /// The package that the file comes from.
    let package: String

    init(hostPath: String, mode: UInt32, size: Int64, sha256: SHA256Digest, package: String) {
        self.hostPath = hostPath
        self.mode = mode
        self.size = size
        self.sha256 = sha256
        self.package = package
    }

    /// The file's bytes, compared with the hash that they had when the package was unpacked.
    ///
    /// - Throws: `RescueImageError` `image-cache-damaged` when they are no longer the same.
    func bytes() throws(RescueImageError) -> [UInt8] {
        let bytes = try HostFile.read(hostPath)
        guard SHA256Hasher.hash(bytes) == sha256 else {
            throw RescueImageError(
                .cacheDamaged,
                "\(hostPath): the cached copy of a file of \(package) was changed. Remove the cache folder and build again."
            )
        }
        return bytes
    }
}

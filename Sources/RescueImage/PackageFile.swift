public import Digests

/// A file of a package, unpacked on the host.
public struct PackageFile: Sendable, Equatable {
    /// The unpacked copy on the host.
    public let hostPath: String
    /// Permission bits.
    public let mode: UInt32
    /// Bytes.
    public let size: Int64
    public let sha256: SHA256Digest
    /// The package that the file comes from.
    public let package: String

    public init(hostPath: String, mode: UInt32, size: Int64, sha256: SHA256Digest, package: String) {
        self.hostPath = hostPath
        self.mode = mode
        self.size = size
        self.sha256 = sha256
        self.package = package
    }

    /// The file's bytes, compared with the hash that they had when the package was unpacked.
    ///
    /// - Throws: `RescueImageError` `image-cache-damaged` when they are no longer the same.
    public func bytes() throws(RescueImageError) -> [UInt8] {
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

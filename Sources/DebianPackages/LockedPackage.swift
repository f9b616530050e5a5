public import Digests

/// A package as it is pinned: which one, what its bytes are, and where an archive keeps it.
public struct LockedPackage: Sendable, Hashable {
    /// The binary package's name; a lock has each name once.
    public let name: String
    /// The version, with its epoch if it has one.
    public let version: String
    /// The architecture, for example `amd64` or `all`.
    public let architecture: String
    /// The hash of the .deb file, from the archive's signed index.
    public let sha256: SHA256Digest
    /// The size of the .deb file in bytes.
    public let size: Int64
    /// The path of the .deb file below the archive's address.
    public let filename: String
    /// The archive that has it.
    public let archive: Archive
    /// The source package it was built from; nil if that has the package's own name.
    public let source: String?
    /// The version of the source package; nil if that is the package's own version.
    public let sourceVersion: String?

    /// A package with its parts; a lock's text is checked when it is parsed.
    public init(
        name: String, version: String, architecture: String, sha256: SHA256Digest, size: Int64, filename: String,
        archive: Archive, source: String? = nil, sourceVersion: String? = nil
    ) {
        self.name = name
        self.version = version
        self.architecture = architecture
        self.sha256 = sha256
        self.size = size
        self.filename = filename
        self.archive = archive
        self.source = source
        self.sourceVersion = sourceVersion
    }
}

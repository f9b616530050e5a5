internal import Digests
internal import Vocabulary

/// One entry of an initramfs, as a value: a tree of them can be printed, compared and tested before anything is written.
struct InitramfsEntry: Sendable, Equatable {
    /// What the entry is.
    enum Kind: Sendable, Equatable {
        case directory
        /// A file with bytes made by the build.
        case bytes([UInt8])
        /// A file of a package.
        case file(PackageFile)
        case symbolicLink(target: String)
        case characterDevice(major: UInt32, minor: UInt32)
    }

    /// The path without leading slash.
    let path: String
    let kind: Kind
    /// Permission bits.
    let mode: UInt32

    static func directory(_ path: String, _ mode: UInt32 = 0o755) -> Self {
        Self(path: path, kind: .directory, mode: mode)
    }

    static func file(_ path: String, _ mode: UInt32 = 0o644, bytes: [UInt8]) -> Self {
        Self(path: path, kind: .bytes(bytes), mode: mode)
    }

    /// A package's file with the package's permissions, but without set-uid bits: everything in the image runs as root.
    static func file(_ path: String, _ file: PackageFile) -> Self {
        Self(path: path, kind: .file(file), mode: file.mode & 0o755 | 0o444)
    }

    static func symbolicLink(_ path: String, _ target: String) -> Self {
        Self(path: path, kind: .symbolicLink(target: target), mode: 0o777)
    }

    static func device(_ path: String, _ mode: UInt32, _ major: UInt32, _ minor: UInt32) -> Self {
        Self(path: path, kind: .characterDevice(major: major, minor: minor), mode: mode)
    }

    /// The hash of a file's content; nil for what is no file.
    var sha256: SHA256Digest? {
        switch kind {
        case .bytes(let bytes): SHA256Hasher.hash(bytes)
        case .file(let file): file.sha256
        case .directory, .symbolicLink, .characterDevice: nil
        }
    }
}

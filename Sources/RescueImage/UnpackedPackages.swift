internal import DebianPackages
internal import Digests
internal import Foundation

/// Packages unpacked into a cache, each under the hash of its .deb file: a package is unpacked once, not once a build.
///
/// Links exist only in the index beside the files, so that no link of a package can lead a write out of the cache.
/// Documentation is left out. The index holds each file's hash, with which it is compared when it is used.
struct UnpackedPackages: Sendable {
    /// Where unpacked packages are kept.
    let cache: ContentCache

    /// An entry of a package's index.
    private struct Entry: Codable {
        let path: String
        var mode: UInt32 = 0
        var size: Int64 = 0
        var sha256 = ""
        /// The target of a symbolic link.
        var target: String?
        /// For a hard link, the path under which the content is kept.
        var content: String?
    }

    private static let leftOut = ["usr/share/doc/", "usr/share/info/", "usr/share/locale/", "usr/share/man/"]

    /// The files of `packages`, unpacking what is not in the cache yet.
    ///
    /// - Parameters:
    ///   - packages: Each package with the path of its .deb file.
    ///   - architecture: The processor that they are for.
    /// - Throws: `PackageError` for a damaged package, `RescueImageError` for a cache that cannot be written.
    func tree(of packages: [LockedPackage: String], for architecture: Architecture) throws -> PackageTree {
        var tree = PackageTree(for: architecture)
        for (package, path) in packages.sorted(by: { $0.key.name < $1.key.name }) {
            let folder = try cache.result("\(package.sha256)") { try unpack(path, into: $0) }
            let index = try HostFile.read(folder + "/index.json")
            for entry in try JSONDecoder().decode([Entry].self, from: Data(index)) {
                if let target = entry.target {
                    tree.add(.symbolicLink(target: target, package: package.name), at: entry.path)
                } else if let digest = SHA256Digest(hexadecimal: entry.sha256) {
                    let file = PackageFile(
                        hostPath: "\(folder)/root/\(entry.content ?? entry.path)", mode: entry.mode, size: entry.size,
                        sha256: digest, package: package.name)
                    tree.add(.file(file), at: entry.path)
                }
            }
        }
        return tree
    }

    private func unpack(_ path: String, into folder: String) throws {
        var index: [Entry] = []
        try DebArchive(path: path).entries { entry in
            if Self.leftOut.contains(where: entry.path.hasPrefix) { return }
            switch entry.kind {
            case .directory: break
            case .symbolicLink(let target): index.append(Entry(path: entry.path, target: target))
            case .hardLink(let target):
                guard let first = index.first(where: { $0.path == target }) else { return }
                index.append(
                    Entry(
                        path: entry.path, mode: first.mode, size: first.size, sha256: first.sha256,
                        target: first.target, content: first.content ?? first.path))
            case .file:
                let content = try entry.content()
                let hostPath = "\(folder)/root/\(entry.path)"
                try HostFile.makeFolder(("root/\(entry.path)" as NSString).deletingLastPathComponent, in: folder)
                try HostFile.write(content, to: hostPath)
                index.append(
                    Entry(
                        path: entry.path, mode: entry.mode, size: Int64(content.count),
                        sha256: "\(SHA256Hasher.hash(content))"))
            }
        }
        try HostFile.write(try JSONEncoder().encode(index), to: folder + "/index.json")
    }
}

internal import Diagnostics
internal import Digests
internal import Foundation

/// A program of a package, made to run on the host with the libraries of the packages.
///
/// The tools that make parts of the image come from the lock like the image itself, so that the result does not depend
/// on the host's version of them. Program, libraries and loader are copied to one folder, under the names that the loader
/// looks for.
struct PackagedProgram {
    /// What to put before the program's arguments.
    let command: [String]

    /// - Parameters:
    ///   - path: The program among the packages; a link gives it its name.
    ///   - cache: Where the copies are kept.
    init(_ path: String, in tree: PackageTree, cache: ContentCache) throws {
        guard let program = try tree.resolve(path) else {
            throw RescueImageError(
                .missingFile, "/\(path): none of the packages has this tool. Add its package to template.yaml.")
        }
        let closure = try LibraryClosure(of: [program.path], in: tree)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        var copies: [String: PackageFile] = [name: program.file]
        for path in closure.files.union(closure.links.map(\.path)) {
            guard let library = try tree.resolve(path) else { continue }
            copies[path.split(separator: "/").last.map(String.init) ?? path] = library.file
        }
        let listing = copies.map { "\($0.value.sha256) \($0.key)\n" }.sorted().joined()
        let folder = try cache.result("\(SHA256Hasher.hash(Array(listing.utf8)))") { folder in
            for (name, file) in copies { try HostFile.write(try file.bytes(), to: "\(folder)/\(name)", mode: 0o755) }
        }
        let absolute = URL(fileURLWithPath: folder).path
        command = ["\(absolute)/ld-linux-x86-64.so.2", "--library-path", absolute, "\(absolute)/\(name)"]
    }
}

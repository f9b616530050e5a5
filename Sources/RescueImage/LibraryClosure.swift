internal import Diagnostics

/// The libraries that a set of programs needs, found among the packages as the loader would find them in the image.
///
/// The proof that comes with it: every needed library is there, and so is every symbol version that anything in the
/// closure was linked against. Nothing is left to be found missing at a machine.
struct LibraryClosure: Sendable {
    /// Paths of the libraries and loaders that must be in the image.
    private(set) var files: Set<String> = []
    /// Links on the way to them, which must be in the image as well.
    private(set) var links: Set<PackageTree.Link> = []

    private let tree: PackageTree
    private var parsed: [String: ELFFile] = [:]

    /// The folders that Debian's loader searches on x86-64, in its order (ld.so(8); Debian's multiarch layout).
    static let defaultFolders = ["usr/lib/x86_64-linux-gnu", "usr/lib"]

    /// - Parameters:
    ///   - programs: Paths of programs and of libraries that are loaded by name at run time.
    ///   - tree: Everything that could go into the image.
    /// - Throws: `RescueImageError` naming the program, library and version that do not fit together.
    init(of programs: [String], in tree: PackageTree) throws(RescueImageError) {
        self.tree = tree
        var waiting = programs
        var seen = Set(programs)
        while let path = waiting.popLast() {
            for found in try directDependencies(of: path) where seen.insert(found).inserted { waiting.append(found) }
        }
    }

    /// The paths of the libraries and of the loader that the file at `path` needs itself.
    private mutating func directDependencies(of path: String) throws(RescueImageError) -> [String] {
        guard let program = try tree.resolve(path), let elf = try elf(program) else { return [] }
        var found: [String: PackageTree.Resolution] = [:]
        for library in elf.needed { found[library] = try locate(library, for: program.path, elf) }
        for need in elf.versionNeeds {
            guard let library = found[need.library], let offered = try self.elf(library) else { continue }
            for version in need.versions where !offered.versionDefinitions.contains(version) {
                throw RescueImageError(
                    .missingVersion,
                    """
                    /\(program.path) needs \(need.library) with \(version), and the image's \(library.file.package) \
                    does not have it. Build the program on a system no newer than the image's packages, or take \
                    \(library.file.package) from a newer suite in template.yaml.
                    """)
            }
        }
        var results = Array(found.values)
        if let interpreter = elf.interpreter {
            guard let loader = try tree.resolve(interpreter) else {
                throw Self.missing(interpreter, for: program.path, folders: [])
            }
            results.append(loader)
        }
        for result in results {
            files.insert(result.path)
            links.formUnion(result.links)
        }
        return results.map(\.path)
    }

    private mutating func locate(
        _ library: String, for program: String, _ elf: ELFFile
    ) throws(RescueImageError) -> PackageTree.Resolution {
        let origin = program.split(separator: "/").dropLast().joined(separator: "/")
        let own = elf.runPath.map { folder in
            ["$ORIGIN", "${ORIGIN}"].reduce(folder) { $0.replacing($1, with: origin) }
        }
        let folders = own + Self.defaultFolders
        for folder in folders {
            let candidate = library.contains("/") ? library : folder + "/" + library
            // The loader passes over what is no ELF file.
            if let found = try tree.resolve(candidate), try self.elf(found) != nil { return found }
        }
        throw Self.missing(library, for: program, folders: folders)
    }

    private mutating func elf(_ file: PackageTree.Resolution) throws(RescueImageError) -> ELFFile? {
        if let known = parsed[file.path] { return known }
        let bytes = try file.file.bytes()
        guard ELFFile.isELF(bytes) else { return nil }
        let elf = try ELFFile(parsing: bytes, file: "\(file.file.package): /\(file.path)")
        parsed[file.path] = elf
        return elf
    }

    private static func missing(_ library: String, for program: String, folders: [String]) -> RescueImageError {
        let searched =
            folders.isEmpty
            ? "" : " (searched: \(folders.map { $0.hasPrefix("/") ? $0 : "/" + $0 }.joined(separator: ", ")))"
        return RescueImageError(
            .missingLibrary,
            """
            /\(program) needs \(library), which none of the image's packages has\(searched). \
            Add the package that has it to template.yaml.
            """)
    }
}

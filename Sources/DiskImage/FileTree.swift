internal import Diagnostics

/// The files and directories of a volume, checked and in a fixed order.
struct FileTree {
    /// Every directory, parents first, sorted by its bytes; the root is not among them.
    let directories: [String]
    /// The files, sorted by path.
    let files: [FATFile]

    /// Checks every name against what FAT's long names can hold (Microsoft FAT specification 1.03, section 7) and keeps
    /// to ASCII, so that no code page decides about the bytes; names that differ only in case are one name to FAT.
    init(files: [FATFile], directories: [String]) throws(DiskImageError) {
        var all: Set<String> = []
        for path in directories + files.map(\.path) { try Self.check(path) }
        for directory in directories { all.formUnion(Self.ancestors(of: directory) + [directory]) }
        for file in files { all.formUnion(Self.ancestors(of: file.path)) }
        var seen: [String: String] = [:]
        for path in all.sorted() + files.map(\.path) {
            if let other = seen.updateValue(path, forKey: path.lowercased()) {
                throw DiskImageError(
                    .invalidInput, "\(path) and \(other) have the same name in a FAT volume; rename one of them")
            }
        }
        self.directories = all.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private static func check(_ path: String) throws(DiskImageError) {
        for component in path.split(separator: "/", omittingEmptySubsequences: false) {
            let forbidden = Set("\"*:<>?\\|".utf8)
            let plain = component.utf8.allSatisfy { (0x20...0x7E).contains($0) && !forbidden.contains($0) }
            guard plain, !component.isEmpty, component.utf8.count <= 255, component.last != ".", component.last != " "
            else {
                throw DiskImageError(
                    .invalidInput,
                    "\"\(path)\" cannot be a path in a FAT volume; use printable ASCII without \"*:<>?\\| and without "
                        + "empty components or names that end in a dot or a blank")
            }
        }
    }

    private static func ancestors(of path: String) -> [String] {
        let components = path.split(separator: "/")
        return (1..<max(1, components.count)).map { components[..<$0].joined(separator: "/") }
    }
}

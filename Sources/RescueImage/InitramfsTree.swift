internal import Diagnostics

/// The entries of an initramfs: each path once, folders before what is in them, in the order of the bytes.
struct InitramfsTree: Sendable {
    private var entriesByPath: [String: InitramfsEntry] = [:]

    init() {}

    /// Adds an entry and the folders above it. An entry that is there already may be added again if it is the same.
    ///
    /// - Throws: `RescueImageError` `image-template` when two different things are wanted at one path.
    mutating func add(_ entry: InitramfsEntry) throws(RescueImageError) {
        if let present = entriesByPath[entry.path] {
            guard present == entry else {
                throw RescueImageError(
                    .template,
                    "/\(entry.path): two different files of the image have this path. Remove one from template.yaml.")
            }
            return
        }
        var folder = entry.path.split(separator: "/").dropLast()
        while !folder.isEmpty {
            let path = folder.joined(separator: "/")
            if case .directory? = entriesByPath[path]?.kind { break }
            if entriesByPath[path] != nil {
                throw RescueImageError(
                    .template,
                    "/\(entry.path): /\(path) is not a folder in the image. Correct the path in template.yaml.")
            }
            entriesByPath[path] = .directory(path)
            folder = folder.dropLast()
        }
        entriesByPath[entry.path] = entry
    }

    /// All entries in the order in which they are written: a folder's path is a prefix of what is in it, so it sorts
    /// before.
    var entries: [InitramfsEntry] {
        entriesByPath.values.sorted { PackageTree.bytewise($0.path, $1.path) }
    }
}

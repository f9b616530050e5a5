/// The second look for what was removed, at the volume as it is then.
///
/// A search alone would be no proof: it finds nothing, too, where a folder on the way has got lost. So the folder of every
/// removed file is listed, and the file must not be in it.
struct Verification {
    /// The removed files that are not there.
    private(set) var gone: [[String]] = []
    /// What is there and should not be, and what could not be looked at.
    private(set) var problems: [TreeError]
    /// The names in a folder, in UTF-8; nil where the folder cannot be listed.
    private var listings: [[UInt8]: Set<[UInt8]>?] = [:]

    /// - Parameter before: the names in the folders of the removed files, as they were before, by the folders' paths.
    init(of removed: [[String]], in tree: any VolumeTree, survey: Survey, before: [[UInt8]: Set<[UInt8]>]) {
        let known = Set(removed.map(pathBytes))
        let others = survey.removals.filter { !known.contains(pathBytes($0.path)) }
        problems = others.map { TreeError(.notRemovable, path: $0.path) } + survey.problems
        for path in removed {
            guard let names = names(in: Array(path.dropLast()), of: tree) else { continue }
            if names.contains(pathBytes(path.suffix(1))) {
                problems.append(TreeError(.notRemovable, path: path))
            } else {
                gone.append(path)
            }
        }
        findLostNames(removed, before: before, in: tree)
    }

    /// Every name that had to stay is still there: ntfs3 loses one of a large folder after thousands of removals (measured).
    private mutating func findLostNames(
        _ removed: [[String]], before: [[UInt8]: Set<[UInt8]>], in tree: any VolumeTree
    ) {
        var wanted: [[UInt8]: (folder: [String], removed: Set<[UInt8]>)] = [:]
        for path in removed {
            let folder = Array(path.dropLast())
            wanted[pathBytes(folder), default: (folder, [])].removed.insert(pathBytes(path.suffix(1)))
        }
        for (key, found) in wanted.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let now = names(in: found.folder, of: tree), let earlier = before[key] else { continue }
            let lost = earlier.subtracting(found.removed).subtracting(now).sorted { $0.lexicographicallyPrecedes($1) }
            problems += lost.prefix(100).map {
                TreeError(.lostName, path: found.folder + [String(decoding: $0, as: UTF8.self)])
            }
        }
    }

    private mutating func names(in folder: [String], of tree: any VolumeTree) -> Set<[UInt8]>? {
        let key = pathBytes(folder)
        if let known = listings[key] { return known }
        var names: Set<[UInt8]>?
        do throws(TreeError) {
            names = Set(try tree.entries(of: folder).map { Array($0.name.utf8) })
        } catch {
            problems.append(error.asListed)
        }
        listings[key] = .some(names)
        return names
    }
}

/// The second look for what was removed, at the volume as it is then.
///
/// A search alone would be no proof: it finds nothing, too, where a folder on the way has got lost. So the folder of every
/// removed file is listed, and the file must not be in it.
struct Verification {
    /// The removed files that are not there.
    private(set) var gone: [[String]] = []
    /// What is there and should not be, and what could not be looked at.
    var problems: [TreeError] = []
    /// The names in a folder, in UTF-8; nil where the folder cannot be listed.
    private var listings: [[UInt8]: Set<[UInt8]>?] = [:]

    /// Lists the folders of the removed files.
    ///
    /// - Parameters:
    ///   - survey: The second look at the volume.
    ///   - before: The folders of what was removed with the names in them, as they were before.
    ///   - discarded: The files of a session that was given up.
    static func check(
        _ removed: [[String]], in tree: WitnessedTree, against survey: Survey, before: [FolderNames],
        discarded: [[String]]
    ) -> Verification {
        var verification = Verification()
        verification.check(removed, in: tree, survey)
        for folder in before {
            // A folder that cannot be listed is a problem already.
            let lost = (try? folder.lost(after: removed + discarded, in: tree)) ?? []
            verification.problems += lost.prefix(100).map { TreeError(.lostName, path: $0) }
        }
        return verification
    }

    private mutating func check(_ removed: [[String]], in tree: any VolumeTree, _ survey: Survey) {
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

internal import Remedy
internal import Vocabulary

/// Looks for what the remedies name in one Windows installation.
struct RemedySearch {
    /// A file that a remedy names, and what the remedy says of it.
    struct Match: Equatable {
        /// The file's path on the volume, as stored.
        let path: [String]
        /// Its size, time and first bytes.
        let facts: FileFacts
        /// The remedy's identifier.
        let remedy: String
        /// Whether the file goes or stays, and why.
        let decision: RemedyDecision

        /// Whether the file is to go.
        var isRemoval: Bool { if case .remove = decision { true } else { false } }
    }

    /// What a remedy names is read whole, to be copied and hashed. A file beyond this (bytes), which a damaged or hostile
    /// volume can claim to have, would keep the machine for hours.
    static let largestFile: Int64 = 1 << 30

    /// Every file that a remedy names; once, even where several name it.
    private(set) var matches: [Match] = []
    /// What is there, or may be, and could not be looked at.
    private(set) var problems: [TreeError] = []
    /// Where in `matches` a path is, by its bytes: Swift takes names for equal that NTFS does not.
    private var positions: [[UInt8]: Int] = [:]
    private var reported: Set<String> = []

    init(_ remedies: [Remedy], in installation: WindowsSearch.Installation, of tree: any VolumeTree) {
        for remedy in remedies {
            for rule in remedy.rules {
                for folder in folders(rule.folder, from: [installation.folder], in: tree) {
                    look(in: folder, for: rule, of: remedy, in: tree)
                }
            }
        }
        matches.sort { $0.path.lexicographicallyPrecedes($1.path) }
    }

    /// The folders that a rule's path leads to: usually one; several where names differ in case alone.
    private mutating func folders(_ rest: [String], from start: [String], in tree: any VolumeTree) -> [[String]] {
        guard let wanted = rest.first else { return [start] }
        let entries: [TreeEntry]
        do throws(TreeError) {
            entries = try tree.entries(of: start)
        } catch {
            report(error.asListed)
            return []
        }
        var found: [[String]] = []
        for entry in entries where NTFSName.areSame(entry.name, wanted) {
            let path = start + [entry.name]
            switch entry.kind {
            case .folder: found += folders(Array(rest.dropFirst()), from: path, in: tree)
            case .link: report(TreeError(.link, path: path))
            case .file: report(TreeError(.unexpectedKind, path: path))
            case .other: report(TreeError(.unreadable, path: path))
            }
        }
        return found
    }

    private mutating func look(in folder: [String], for rule: RemedyRule, of remedy: Remedy, in tree: any VolumeTree) {
        do throws(TreeError) {
            for entry in try tree.entries(of: folder) where rule.name.matches(entry.name) {
                let path = folder + [entry.name]
                do throws(TreeError) {
                    guard entry.kind == .file else {
                        throw TreeError(entry.kind == .link ? .link : .unexpectedKind, path: path)
                    }
                    let facts = try facts(of: path, for: rule, in: tree)
                    let match = Match(path: path, facts: facts, remedy: remedy.id, decision: rule.decision(for: facts))
                    if case .undecided = match.decision { report(TreeError(.unreadable, path: path)) }
                    add(match)
                } catch {
                    report(error.asListed)
                }
            }
        } catch {
            report(error.asListed)
        }
    }

    private func facts(
        of path: [String], for rule: RemedyRule, in tree: any VolumeTree
    ) throws(TreeError) -> FileFacts {
        let facts = try tree.facts(of: path)
        guard facts.size <= Self.largestFile else { throw TreeError(.tooLarge, path: path) }
        guard rule.needsDigest else { return facts }
        return FileFacts(
            name: facts.name, size: facts.size, modified: facts.modified, header: facts.header,
            sha256: try hash(path, in: tree))
    }

    /// A file goes if one remedy of those that were chosen says so.
    private mutating func add(_ match: Match) {
        let bytes = pathBytes(match.path)
        guard let known = positions[bytes] else {
            positions[bytes] = matches.count
            matches.append(match)
            return
        }
        if match.isRemoval, !matches[known].isRemoval { matches[known] = match }
    }

    private mutating func report(_ problem: TreeError) {
        if reported.insert("\(problem.kind) \(problem.path)").inserted { problems.append(problem) }
    }
}

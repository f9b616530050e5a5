internal import RecoveryLog
internal import Remedy
internal import Vocabulary

/// All that one look at a volume brings: its installations, what the remedies name in them, and what stood in the way.
struct Survey {
    /// An installation and what its registry says.
    struct FoundWindows {
        let installation: WindowsSearch.Installation
        let identity: WindowsIdentity
    }

    private(set) var windows: [FoundWindows] = []
    private(set) var matches: [RemedySearch.Match] = []
    private(set) var problems: [TreeError] = []
    /// What cannot be read and is most likely nothing: it forbids "nothing to do", but takes back no repair.
    private(set) var doubts: [TreeError] = []
    /// Folders that bear a bad file's name. They are mentioned and decide nothing: Windows loads no folder.
    private(set) var folders: [[String]] = []
    /// Virtual disks near the root: a Windows may be in them.
    private(set) var virtualDisks: [[String]] = []
    /// Whether a suspended Windows session waits on this volume.
    private(set) var hibernation = NTFSState.Hibernation.unknown
    /// The files that hold that session: one, except where names differ in case alone.
    private(set) var hibernationFiles: [[String]] = []

    /// The matches that are to go.
    var removals: [RemedySearch.Match] { matches.filter(\.isRemoval) }

    /// Looks through a volume.
    ///
    /// - Parameter identifying: Whether the registry is read for names: the second look does not need it.
    /// - Throws: When the volume's root folder cannot be listed.
    static func take(
        of tree: WitnessedTree, for remedies: [Remedy], identifying: Bool
    ) throws(TreeError) -> Survey {
        let search = try WindowsSearch.run(on: tree)
        var survey = Survey()
        survey.problems = search.problems
        survey.doubts = search.doubts
        survey.virtualDisks = search.virtualDisks
        (survey.hibernation, survey.hibernationFiles) = hibernation(in: tree, problems: &survey.problems)
        for installation in search.installations {
            let identity =
                identifying
                ? tree.identity(systemHive: installation.systemHive, softwareHive: installation.softwareHive)
                : WindowsIdentity()
            survey.windows.append(FoundWindows(installation: installation, identity: identity))
            let found = RemedySearch.run(remedies, in: installation, of: tree)
            survey.matches += found.matches
            survey.problems += found.problems
            survey.folders += found.folders
        }
        survey.problems += tree.fileTableProblems(search.installations, remedies)
        return survey
    }

    /// `hiberfil.sys` in the volume's root starts with `hibr` or `HIBR` while a session, or Fast Startup's part of one,
    /// waits to be resumed. Zeros, `RSTR` and `WAKE` mark one that was used up. (ntfs-3g makes the same distinction.)
    private static func hibernation(
        in tree: any VolumeTree, problems: inout [TreeError]
    ) -> (state: NTFSState.Hibernation, files: [[String]]) {
        do throws(TreeError) {
            var files: [[String]] = []
            for entry in try tree.entries(of: [])
            where NTFSName.areSame(entry.name, "hiberfil.sys") && entry.kind != .folder {
                guard entry.kind == .file else { throw TreeError(.unexpectedKind, path: [entry.name]) }
                guard let header = try tree.facts(of: [entry.name]).header else {
                    throw TreeError(.unreadable, path: [entry.name])
                }
                let magic = header.prefix(4)
                if magic.elementsEqual("hibr".utf8) || magic.elementsEqual("HIBR".utf8) { files.append([entry.name]) }
            }
            return (files.isEmpty ? .none : .hibernated, files)
        } catch {
            problems.append(error.asListed)
            return (.unknown, [])
        }
    }
}

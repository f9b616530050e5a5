internal import Vocabulary

/// Finds every Windows installation in the root folders of a volume, whatever the folder is called.
///
/// A root folder is a Windows installation if it has `System32` with `config` (the registry's folder) in it and either a
/// `SYSTEM` hive or `ntoskrnl.exe`: both, because a boot loop may have cost a machine one of them.
struct WindowsSearch {
    /// A folder that holds a Windows, and where its hives are.
    struct Installation: Equatable {
        /// The folder's name in the volume's root, as stored.
        let folder: String
        /// The SYSTEM hive, if there is one.
        let systemHive: [String]?
        /// The SOFTWARE hive, if there is one.
        let softwareHive: [String]?
    }

    /// The installations, in the order of their names.
    private(set) var installations: [Installation] = []
    /// What should have been looked into and could not.
    private(set) var problems: [TreeError] = []
    /// Root folders of other names that cannot be read. They are seldom a Windows, but nobody can say that they are none.
    private(set) var doubts: [TreeError] = []
    /// Virtual disks in the root folder and those in it, of which a Windows may start.
    private(set) var virtualDisks: [[String]] = []

    /// Searches a volume.
    ///
    /// - Throws: When the volume's root folder cannot be listed.
    static func run(on tree: any VolumeTree) throws(TreeError) -> WindowsSearch {
        var search = WindowsSearch()
        try search.run(on: tree)
        return search
    }

    private mutating func run(on tree: any VolumeTree) throws(TreeError) {
        let root = try tree.entries(of: [])
        for entry in root.sorted(by: { $0.name < $1.name }) {
            let isNamedWindows = NTFSName.areSame(entry.name, "Windows")
            note([entry.name], entry.kind)
            switch entry.kind {
            case .folder:
                let names: [TreeEntry]
                do throws(TreeError) {
                    names = try tree.entries(of: [entry.name])
                } catch {
                    if isNamedWindows || error.kind.forbidsWriting {
                        problems.append(error.asListed)
                    } else {
                        doubts.append(error.asListed)
                    }
                    continue
                }
                for inside in names { note([entry.name, inside.name], inside.kind) }
                do throws(TreeError) {
                    if let found = try Self.installation(in: entry.name, names, of: tree) {
                        installations.append(found)
                    }
                } catch {
                    problems.append(error.asListed)
                }
            case .link where isNamedWindows: problems.append(TreeError(.link, path: [entry.name]))
            case .other where isNamedWindows: problems.append(TreeError(.unreadable, path: [entry.name]))
            case .file, .link, .other: break
            }
        }
    }

    private mutating func note(_ path: [String], _ kind: TreeEntry.Kind) {
        let name = path.last?.lowercased() ?? ""
        if kind != .folder, name.hasSuffix(".vhdx") || name.hasSuffix(".vhd") { virtualDisks.append(path) }
    }

    /// - Parameter names: What is in the folder.
    /// - Throws: When `System32` or something in it cannot be looked into.
    private static func installation(
        in folder: String, _ names: [TreeEntry], of tree: any VolumeTree
    ) throws(TreeError) -> Installation? {
        for system32 in names where NTFSName.areSame(system32.name, "System32") {
            switch system32.kind {
            case .folder: break
            case .link: throw TreeError(.link, path: [folder, system32.name])
            case .other: throw TreeError(.unreadable, path: [folder, system32.name])
            case .file: continue
            }
            let inside = try tree.entries(of: [folder, system32.name])
            // A kernel that CompactOS has compressed is listed as a link: its content is in a reparse point's stream.
            let hasKernel = inside.contains { $0.kind != .folder && NTFSName.areSame($0.name, "ntoskrnl.exe") }
            for config in inside where config.kind == .folder && NTFSName.areSame(config.name, "config") {
                let path = [folder, system32.name, config.name]
                // A damaged registry folder does not hide an installation whose kernel is there.
                let hives: [TreeEntry]
                do throws(TreeError) {
                    hives = try tree.entries(of: path)
                } catch {
                    if hasKernel { return Installation(folder: folder, systemHive: nil, softwareHive: nil) }
                    throw error
                }
                func hive(_ name: String) -> [String]? {
                    hives.first { $0.kind == .file && NTFSName.areSame($0.name, name) }.map { path + [$0.name] }
                }
                let system = hive("SYSTEM")
                if hasKernel || system != nil {
                    return Installation(folder: folder, systemHive: system, softwareHive: hive("SOFTWARE"))
                }
            }
            if hasKernel { return Installation(folder: folder, systemHive: nil, softwareHive: nil) }
        }
        return nil
    }
}

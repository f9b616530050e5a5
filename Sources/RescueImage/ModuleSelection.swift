internal import Diagnostics

/// Which modules of a kernel go into the image: folders and names, without some, and names that must be among them.
struct ModuleSelection: Sendable, Equatable {
    /// Folders below `kernel`, for example `drivers/nvme/host`, with all that is below them.
    var folders: [String]
    /// Names of single modules.
    var names: [String]
    /// Folders and names that are left out although a folder covers them. What something else needs comes in anyway.
    var excluded: [String]
    /// Names without which the image is of no use: each must be chosen, or built into the kernel.
    var required: [String]

    init(folders: [String], names: [String], excluded: [String], required: [String]) {
        self.folders = folders
        self.names = names
        self.excluded = excluded
        self.required = required
    }

    /// The chosen modules with all that they need, as paths below `lib/modules/VERSION`, sorted.
    ///
    /// - Parameters:
    ///   - tables: What depmod found among all modules of the kernel.
    ///   - builtIn: Names of what is built into the kernel (`modules.builtin`).
    /// - Throws: `RescueImageError` `image-missing-module` for a folder, name or required module that the kernel lacks.
    func closure(in tables: ModuleTables, builtIn: Set<String>) throws(RescueImageError) -> [String] {
        var waiting = try modulesOfFolders(tables)
        for name in names {
            if let path = tables.path(ofModule: name) {
                waiting.append(path)
            } else if !builtIn.contains(ModuleTables.canonical(name)) {
                throw Self.missing("modules.names: \(name)")
            }
        }
        var chosen: Set<String> = []
        while let path = waiting.popLast() {
            guard chosen.insert(path).inserted else { continue }
            waiting += tables.dependencies[path] ?? []
            let soft = tables.softDependencies[ModuleTables.name(ofPath: path)] ?? []
            waiting += soft.compactMap(tables.path(ofModule:))
        }
        let chosenNames = Set(chosen.map(ModuleTables.name(ofPath:)))
        for name in required.map(ModuleTables.canonical) where !chosenNames.contains(name) && !builtIn.contains(name) {
            throw Self.missing("modules.required: \(name)")
        }
        return chosen.sorted(by: PackageTree.bytewise)
    }

    private func modulesOfFolders(_ tables: ModuleTables) throws(RescueImageError) -> [String] {
        let excludedNames = Set(excluded.map(ModuleTables.canonical))
        let excludedFolders = excluded.map { "kernel/\($0)/" }
        var found: [String] = []
        for folder in folders {
            let modules = tables.dependencies.keys.filter { $0.hasPrefix("kernel/\(folder)/") }
            if modules.isEmpty { throw Self.missing("modules.folders: \(folder)") }
            found += modules.filter { path in
                !excludedNames.contains(ModuleTables.name(ofPath: path))
                    && !excludedFolders.contains { path.hasPrefix($0) }
            }
        }
        return found
    }

    private static func missing(_ what: String) -> RescueImageError {
        RescueImageError(
            .missingModule,
            "\(what): the kernel package has no such module. Correct template.yaml, or choose another kernel package.")
    }
}

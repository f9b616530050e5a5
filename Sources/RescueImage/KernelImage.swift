internal import Diagnostics

/// The kernel of an image: its file and the modules that were chosen, with the tables that find them.
struct KernelImage: Sendable {
    /// The release, as `uname -r` gives it.
    let version: String
    /// The kernel itself, signed by Debian.
    let file: PackageFile
    /// The modules, below `usr/lib/modules/VERSION`.
    let modules: [InitramfsEntry]
    /// What depmod made for exactly these modules.
    let tables: [InitramfsEntry]

    /// Tables that libkmod reads (modules.dep(5)), and what they are made from.
    private static let tableNames = [
        "modules.alias", "modules.alias.bin", "modules.builtin", "modules.builtin.alias.bin", "modules.builtin.bin",
        "modules.builtin.modinfo", "modules.dep", "modules.dep.bin", "modules.devname", "modules.order",
        "modules.softdep", "modules.symbols", "modules.symbols.bin",
    ]
    /// Text forms that libkmod reads only where their binary forms are missing.
    private static let unneededTables: Set = [
        "modules.alias", "modules.builtin.modinfo", "modules.dep", "modules.order", "modules.symbols",
    ]

    /// Chooses modules from the only kernel among the packages.
    ///
    /// - Parameter depmod: Makes the tables; one run over all modules to find dependencies, one over the chosen ones.
    /// - Throws: `RescueImageError` `image-missing-file` if there is no kernel or more than one, `image-missing-module`,
    ///   and what running depmod throws.
    init(in tree: PackageTree, _ selection: ModuleSelection, depmod: ModuleIndexer) throws {
        let kernels = tree.paths(below: "boot").filter { $0.hasPrefix("boot/vmlinuz-") }
        guard let path = kernels.first, kernels.count == 1, case .file(let kernel)? = tree[path] else {
            throw RescueImageError(
                .missingFile,
                "the packages have \(kernels.count) kernels (boot/vmlinuz-…) instead of one. Correct packages in template.yaml."
            )
        }
        version = String(path.dropFirst("boot/vmlinuz-".count))
        file = kernel
        let folder = "usr/lib/modules/\(version)"
        var all: [String: PackageFile] = [:]
        for path in tree.paths(below: folder) {
            if case .file(let file)? = tree[path] { all[String(path.dropFirst(folder.count + 1))] = file }
        }
        let given = all.filter { Self.tableNames.contains($0.key) }
        let loadable = all.filter { $0.key.hasPrefix("kernel/") }
        let full = try depmod.tables(for: loadable, given: given, version: version)
        let tables = try ModuleTables(dep: Self.text(full, "modules.dep"), softdep: Self.text(full, "modules.softdep"))
        let builtIn = Self.text(full, "modules.builtin").split(separator: "\n").map {
            ModuleTables.name(ofPath: String($0))
        }
        let chosen = Set(try selection.closure(in: tables, builtIn: Set(builtIn)))
        let files = loadable.filter { chosen.contains($0.key) }
        modules = files.keys.sorted(by: PackageTree.bytewise).compactMap { name in
            files[name].map { InitramfsEntry.file("\(folder)/\(name)", $0) }
        }
        self.tables = try depmod.tables(for: files, given: given, version: version)
            .filter { Self.tableNames.contains($0.key) && !Self.unneededTables.contains($0.key) }
            .sorted { PackageTree.bytewise($0.key, $1.key) }
            .map { InitramfsEntry.file("\(folder)/\($0.key)", bytes: $0.value) }
    }

    private static func text(_ tables: [String: [UInt8]], _ name: String) -> String {
        String(decoding: tables[name] ?? [], as: UTF8.self)
    }
}

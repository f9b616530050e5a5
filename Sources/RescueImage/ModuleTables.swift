internal import Diagnostics

/// What depmod writes about the modules of one kernel: `modules.dep` and `modules.softdep` (depmod(8), modules.dep(5)).
struct ModuleTables: Sendable {
    /// For each module's path below `lib/modules/VERSION`, for example `kernel/fs/fat/vfat.ko.xz`, what it needs.
    let dependencies: [String: [String]]
    /// For each module's name, the names that should be loaded with it; names of what is built in occur as well.
    let softDependencies: [String: [String]]
    private let pathsByName: [String: String]

    /// - Parameters:
    ///   - dep: The text of `modules.dep`: `path: path path…` a line.
    ///   - softdep: The text of `modules.softdep`: `softdep name pre: name… post: name…` a line, or with neither word.
    /// - Throws: `RescueImageError` `image-malformed-module-table` naming file and line.
    init(dep: String, softdep: String) throws(RescueImageError) {
        var dependencies: [String: [String]] = [:]
        var paths: [String: String] = [:]
        for (index, line) in dep.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else {
                throw RescueImageError(
                    .malformedModuleTable,
                    "modules.dep, line \(index + 1): no colon after the module. Remove the cache folder and build again."
                )
            }
            let path = String(line[..<colon])
            dependencies[path] = line[line.index(after: colon)...].split(separator: " ").map(String.init)
            paths[Self.name(ofPath: path)] = path
        }
        self.dependencies = dependencies
        pathsByName = paths

        var softDependencies: [String: [String]] = [:]
        for line in softdep.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.first == "softdep", words.count > 2 else { continue }
            let names = words.dropFirst(2).filter { !$0.hasSuffix(":") && !$0.contains(":") }.map(Self.canonical)
            softDependencies[Self.canonical(words[1]), default: []] += names
        }
        self.softDependencies = softDependencies
    }

    /// The path of the module with a name, written with dashes or underscores; nil if there is none.
    func path(ofModule name: String) -> String? { pathsByName[Self.canonical(name)] }

    /// `dm-mod` and `dm_mod` are one name to the kernel.
    static func canonical(_ name: some StringProtocol) -> String {
        String(name.map { $0 == "-" ? "_" : $0 })
    }

    /// `dm_mod` for `kernel/drivers/md/dm-mod.ko.xz`.
    static func name(ofPath path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        return canonical(file.prefix { $0 != "." })
    }
}

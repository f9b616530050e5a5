internal import Diagnostics

/// Puts together what the rescue system's root holds besides kernel modules.
struct SystemTree {
    let packages: PackageTree
    private(set) var tree = InitramfsTree()

    /// The path under which the agent is started; the kernel looks for it there.
    static let agentPath = "init"

    /// - Parameters:
    ///   - packages: The files of the packages and, at `agentPath`, the agent.
    init(packages: PackageTree) throws(RescueImageError) {
        self.packages = packages
        // Mount points, and the merged folders as links, because programs name their loader as /lib64/….
        for folder in ["dev", "etc", "mnt", "proc", "root", "run", "sys", "tmp", "usr/bin", "usr/sbin", "var"] {
            try tree.add(.directory(folder))
        }
        for folder in ["bin", "sbin", "lib", "lib64"] { try tree.add(.symbolicLink(folder, "usr/\(folder)")) }
        try tree.add(.symbolicLink("etc/mtab", "../proc/self/mounts"))
        // The kernel opens the console before any program runs.
        try tree.add(.device("dev/console", 0o600, 5, 1))
        try tree.add(.device("dev/null", 0o666, 1, 3))
        try addProgram(Self.agentPath)
    }

    /// Adds programs with every library that they need.
    mutating func addPrograms(_ paths: [String]) throws(RescueImageError) {
        for path in paths { try addProgram(path) }
        let closure = try LibraryClosure(of: paths + [Self.agentPath], in: packages)
        for path in closure.files.sorted(by: PackageTree.bytewise) { try addFile(path) }
        for link in closure.links.sorted(by: { PackageTree.bytewise($0.path, $1.path) }) { try addLink(link) }
    }

    /// Adds names of busybox.
    mutating func addApplets(_ names: [String]) throws(RescueImageError) {
        for name in names { try tree.add(.symbolicLink("usr/bin/\(name)", "busybox")) }
    }

    /// Adds a file that the build makes.
    mutating func add(_ entry: InitramfsEntry) throws(RescueImageError) { try tree.add(entry) }

    private mutating func addProgram(_ path: String) throws(RescueImageError) {
        guard let program = try packages.resolve(path) else {
            throw RescueImageError(
                .missingFile,
                "programs: \(path): none of the packages has this file. Correct it, or add its package, in template.yaml."
            )
        }
        try addFile(program.path)
        for link in program.links { try addLink(link) }
    }

    private mutating func addFile(_ path: String) throws(RescueImageError) {
        if case .file(let file)? = packages[path] { try tree.add(.file(path, file)) }
    }

    private mutating func addLink(_ link: PackageTree.Link) throws(RescueImageError) {
        try tree.add(.symbolicLink(link.path, link.target))
    }
}

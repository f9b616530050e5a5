internal import AtomicFiles
internal import DebianPackages
internal import Diagnostics
internal import Digests
internal import DiskImage
internal import Foundation
internal import Remedy
internal import Vocabulary

/// Builds the rescue image: packages, programs, modules, initramfs, boot chain, media, manifest and bill of materials.
public struct RescueImageBuilder {
    private let options: BuildOptions
    private let progress: any BuildProgress
    private let template: ImageTemplate
    private let templateFile: [UInt8]

    /// Reads the template.
    ///
    /// - Throws: `YAMLError` naming file, line and key, or `RescueImageError` if there is no template.
    public init(_ options: BuildOptions, progress: any BuildProgress) throws {
        self.options = options
        self.progress = progress
        let path = options.templateDirectory + "/template.yaml"
        templateFile = try HostFile.read(path)
        template = try ImageTemplate(parsing: templateFile, file: path)
    }

    /// What a build has made.
    public struct Result: Sendable {
        /// The short name of the build.
        public let build: String
        /// Paths of the images, then of the files that describe them.
        public let outputs: [String]
        /// Bytes of kernel and initramfs together.
        public let kernelAndInitramfsSize: Int
    }

    /// Builds everything that the options ask for.
    public func build() throws -> Result {
        sweep()
        let agent = try agentFile()
        let remedies = try remedyFiles()
        let gathered = try PackageGathering(template, options, progress)
        var packages = gathered.tree
        packages.add(.file(agent), at: SystemTree.agentPath)

        let depmod = ModuleIndexer(
            depmod: try packagedTool("usr/sbin/depmod", packages), cache: cache("modules"))
        let kernel = try progress.step("Choosing kernel modules") {
            try KernelImage(in: packages, template.modules, depmod: depmod)
        }
        var modules = InitramfsTree()
        for module in kernel.modules { try modules.add(module) }
        var system = try progress.step("Collecting programs and their libraries") {
            try systemTree(packages, kernel, remedies)
        }
        for layout in try keyboards(packages) { try system.add(layout) }
        let loaders = try BootFiles(in: packages)
        let identity = ImageIdentity(seed: try seed(system.tree, modules, kernel, loaders, gathered))
        let description = identity.description(version: RescueImageVersion.current)
        try system.add(.file(String(ImagePath.description.dropFirst()), bytes: Array(description.utf8)))

        let initramfs = try progress.step("Packing the initramfs") { [system] in
            try Initramfs(system: system.tree, modules: modules).write(cache: cache("initramfs"))
        }
        let media = BootMedia(
            identity: identity, loaders: loaders, menu: template.boot, kernel: try kernel.file.bytes(),
            initramfs: initramfs,
            bios: GRUBBIOSImage(
                modulesDirectory: loaders.biosFolder, mkimage: try packagedTool("usr/bin/grub-mkimage", packages)),
            timestamp: gathered.timestamp)
        try HostFile.makeFolder(options.outputDirectory)
        var outputs = try write(media)
        let records = BuildRecords(
            options: options, identity: identity, lock: gathered.lock, timestamp: gathered.timestamp)
        outputs += try progress.step("Writing manifest and bill of materials") { [system] in
            try records.write(
                outputs: outputs, entries: system.tree.entries + modules.entries, agent: agent,
                inputs: [("template.yaml", templateFile)] + remedies.map { ($0.name, $0.bytes) })
        }
        return Result(
            build: identity.build, outputs: outputs, kernelAndInitramfsSize: media.kernel.count + initramfs.count)
    }

    /// Removes what builds that were killed have left where this one writes.
    private func sweep() {
        let caches = (try? FileManager.default.contentsOfDirectory(atPath: options.cacheDirectory)) ?? []
        for folder in caches.map({ options.cacheDirectory + "/" + $0 }) + [options.outputDirectory] {
            WorkFolder.sweep(folder)
        }
    }

    private func write(_ media: BootMedia) throws -> [String] {
        var outputs: [String] = []
        func write(_ format: BuildOptions.Format, _ name: String, _ body: (String) throws -> Void) throws {
            guard options.formats.contains(format) else { return }
            let path = options.outputDirectory + "/" + name
            try progress.step("Writing \(path)") { try body(path) }
            outputs.append(path)
        }
        if options.formats.contains(.pxe) { try media.refuseForeignFiles(in: options.outputDirectory + "/pxe") }
        try write(.usb, "unloop.img") { try media.writeStick(to: $0, logSize: template.logSize) }
        try write(.iso, "unloop.iso") { try media.writeOptical(to: $0) }
        try write(.pxe, "pxe") { try media.writeNetworkTree(to: $0) }
        return outputs
    }

    private func systemTree(
        _ packages: PackageTree, _ kernel: KernelImage, _ remedies: [(name: String, bytes: [UInt8])]
    ) throws -> SystemTree {
        var system = try SystemTree(packages: packages)
        try system.addPrograms(template.programs)
        try system.addApplets(template.applets)
        for table in kernel.tables { try system.add(table) }
        for remedy in remedies {
            try system.add(.file("\(ImagePath.remedies.dropFirst())/\(remedy.name)", bytes: remedy.bytes))
        }
        return system
    }

    /// The hash of all that goes in. Paths and times of this machine are no part of it.
    private func seed(
        _ system: InitramfsTree, _ modules: InitramfsTree, _ kernel: KernelImage, _ loaders: BootFiles,
        _ gathered: PackageGathering
    ) throws -> SHA256Digest {
        let parts = [
            RescueImageVersion.current, gathered.lock.text, String(decoding: templateFile, as: UTF8.self),
            system.listing,
            modules.listing, "\(kernel.file.sha256)", "\(gathered.timestamp)",
            loaders.mediumFiles.map { "\($0.path) \($0.file.sha256)" }.joined(separator: "\n"),
        ]
        // The length before each part, so that no two lists of parts run together to the same bytes.
        return SHA256Hasher.hash(Array(parts.map { "\($0.utf8.count)\n\($0)" }.joined().utf8))
    }

    private func agentFile() throws -> PackageFile {
        guard HostFile.exists(options.agentPath) else {
            throw RescueImageError(
                .agent,
                """
                \(options.agentPath): the agent is not there. Build it with \
                `swift build -c release --static-swift-stdlib -Xlinker -s --product unloop-agent`, or name it with --agent PATH.
                """)
        }
        let bytes = try HostFile.read(options.agentPath)
        return PackageFile(
            hostPath: options.agentPath, mode: 0o755, size: Int64(bytes.count), sha256: SHA256Hasher.hash(bytes),
            package: "unloop")
    }

    /// The template's remedies, each checked, by file name.
    private func remedyFiles() throws -> [(name: String, bytes: [UInt8])] {
        try template.remedies.map { relative in
            let path = options.templateDirectory + "/" + relative
            let bytes = try HostFile.read(path)
            _ = try Remedy.parse(bytes, file: path)
            return ((relative as NSString).lastPathComponent, bytes)
        }
    }

    /// The template's keyboard layouts, by name.
    private func keyboards(_ packages: PackageTree) throws -> [InitramfsEntry] {
        if template.keyboards.isEmpty { return [] }
        let compiler = KeymapCompiler(
            loadkeys: try packagedTool("usr/bin/loadkeys", packages), packages: packages, cache: cache("keymaps"))
        return try template.keyboards.sorted { $0.key < $1.key }.map { name, keymap in
            .file(
                "\(ImagePath.keyboards.dropFirst())/\(name)\(ImagePath.keyboardSuffix)",
                bytes: try compiler.compile(keymap))
        }
    }

    private func packagedTool(_ path: String, _ packages: PackageTree) throws -> [String] {
        try PackagedProgram(path, in: packages, cache: cache("programs")).command
    }

    private func cache(_ name: String) -> ContentCache { ContentCache(folder: options.cacheDirectory + "/" + name) }
}

internal import DebianPackages
internal import Digests
internal import Foundation

/// Writes what a build says about itself: lock, manifest and bill of materials.
struct BuildRecords {
    let options: BuildOptions
    let identity: ImageIdentity
    let lock: PackageLock
    let timestamp: Int64

    /// - Parameters:
    ///   - outputs: Paths of images and folders that were written.
    ///   - entries: Everything in the initramfs.
    ///   - inputs: What went in besides packages and agent, by name.
    /// - Returns: The paths of the files.
    func write(
        outputs: [String], entries: [InitramfsEntry], agent: PackageFile, inputs: [(String, [UInt8])]
    ) throws -> [String] {
        let agentEntry = Manifest.File(path: "unloop-agent", sha256: "\(agent.sha256)", size: agent.size)
        let lockText = Array(lock.text.utf8)
        let manifest = Manifest(
            build: identity.build, version: RescueImageVersion.current, outputs: try outputs.flatMap(files(at:)),
            image: entries.compactMap(Self.file),
            inputs: [agentEntry]
                + (inputs + [("packages.lock", lockText)]).map { name, bytes in
                    Manifest.File(path: name, sha256: "\(SHA256Hasher.hash(bytes))", size: Int64(bytes.count))
                },
            tools: [toolchain, Manifest.Tool(name: "libarchive", version: CpioArchive.toolVersion)]
                + Manifest.hostTools())
        let bill = SPDXDocument(
            packages: lock.packages, agent: agentEntry, build: identity.build, version: RescueImageVersion.current,
            timestamp: timestamp)
        return try [
            ("manifest.json", manifest.text()), ("sbom.spdx.json", bill.text()), ("packages.lock", lockText),
        ].map { name, bytes in
            let path = "\(options.outputDirectory)/\(name)"
            try HostFile.publish(bytes, as: path)
            return path
        }
    }

    /// The Swift toolchain that compiled the agent, without which nobody gets the same bytes. No program bears it once it
    /// is stripped, so that scripts/build writes it into a file beside the agent.
    private var toolchain: Manifest.Tool {
        let text = (try? HostFile.read(options.agentPath + ".toolchain")) ?? []
        let line = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).first
        return Manifest.Tool(name: "swift", version: line.map(String.init) ?? "unknown")
    }

    /// A file, or all files of a folder, with their hashes; paths are relative to the output folder.
    private func files(at path: String) throws -> [Manifest.File] {
        if HostFile.isFolder(path) {
            let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted(by: PackageTree.bytewise)
            return try names.flatMap { try files(at: "\(path)/\($0)") }
        }
        let (digest, size) = try HostFile.hash(path)
        let name = String(path.dropFirst(options.outputDirectory.count + 1))
        return [Manifest.File(path: name, sha256: "\(digest)", size: size)]
    }

    private static func file(_ entry: InitramfsEntry) -> Manifest.File? {
        guard let digest = entry.sha256 else { return nil }
        return switch entry.kind {
        case .bytes(let bytes): Manifest.File(path: entry.path, sha256: "\(digest)", size: Int64(bytes.count))
        case .file(let file):
            Manifest.File(path: entry.path, sha256: "\(digest)", size: file.size, package: file.package)
        case .directory, .symbolicLink, .characterDevice: nil
        }
    }
}

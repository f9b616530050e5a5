internal import Diagnostics
internal import Glibc
package import RecoveryLog
package import Remedy
package import RepairEngine
package import Vocabulary

/// A volume in memory on which every fault can be forced. It counts what is mounted and keeps what was removed.
package final class FakeVolume: RepairableVolume {
    package let reference: VolumeReference
    package var whyNotWritten: WriteRefusal?
    package var content = VolumeContent.ntfs(label: "Windows", dirty: false, logVersion: "1.1", logClean: true)
    package var files: [String: [UInt8]]
    package var links: Set<String> = []
    /// Folders whose entries cannot be listed.
    package var unreadableFolders: Set<String> = []
    /// Folders that are listed and that cannot be found when they are opened: their record is damaged.
    package var lostFolders: Set<String> = []
    /// Names that are listed as something else than they are.
    package var kinds: [String: TreeEntry.Kind] = [:]
    /// Files whose first bytes cannot be read.
    package var headlessFiles: Set<String> = []
    /// What files hold when the volume is mounted for writing, where that differs.
    package var changesForWriting: [String: [UInt8]] = [:]
    /// What a second look does not find, as if nothing of that name had ever been there.
    package var hiddenFromVerification: Set<String> = []
    /// What the sizes of files are said to be.
    package var sizes: [String: Int64] = [:]
    /// Files that the folder lists and that cannot be opened.
    package var lostFiles: Set<String> = []
    /// Files that cannot be read to their end.
    package var brokenFiles: Set<String> = []
    /// Files whose removal fails.
    package var stuckFiles: Set<String> = []
    /// Files that a driver claims to have removed, and has not.
    package var immortalFiles: Set<String> = []
    /// Files that are listed no more when another one was removed.
    package var lostWithRemovals: Set<String> = []
    /// The mounts in which none of these is lost.
    package var sparing: Set<TreePurpose> = []
    /// Makes the second reader of a mount, if there is one.
    package var makeWitness: (FakeTree) -> (any VolumeWitness)? = { _ in nil }
    package var failingMounts: Set<TreePurpose> = []
    package private(set) var mounts: [TreePurpose] = []
    /// How often anything was asked of the volume's folders and files.
    package fileprivate(set) var steps = 0
    /// What keeps the volume from being recognised, if anything does.
    package var recognitionError: (any Error)?
    /// What a mount that fails says.
    package var mountError: any Error = SystemCallError(call: "mount", object: "/dev/fake1", number: EIO)
    /// How the volume is mounted.
    package var mounted = MountedVolume(driver: "fake", forced: false)
    /// What the registry of a Windows says.
    package var identity = WindowsIdentity(computerName: "WARD-7")

    package init(
        _ files: [String: String],
        reference: VolumeReference = VolumeReference(device: "/dev/fake1", disk: "fake", start: 1 << 20, size: 1 << 30)
    ) {
        self.files = files.mapValues { Array($0.utf8) }
        self.reference = reference
    }

    package func recognise() throws -> VolumeContent {
        if let recognitionError { throw recognitionError }
        return content
    }

    package func withTree<Result>(
        for purpose: TreePurpose, dirty: DirtyPolicy,
        _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result {
        mounts.append(purpose)
        if failingMounts.contains(purpose) { throw mountError }
        if [.write, .writeWithOtherDriver].contains(purpose) { files.merge(changesForWriting) { $1 } }
        let before = files
        defer { if [.rehearse, .rehearseWithOtherDriver].contains(purpose) { files = before } }
        return try body(FakeTree(volume: self, purpose: purpose), mounted)
    }
}

package struct FakeTree: VolumeTree {
    fileprivate let volume: FakeVolume
    fileprivate let purpose: TreePurpose

    package func makeWitness() -> (any VolumeWitness)? { volume.makeWitness(self) }

    private func isHidden(_ path: String) -> Bool {
        purpose == .verify && volume.hiddenFromVerification.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    package func entries(of folder: [String]) throws(TreeError) -> [TreeEntry] {
        volume.steps += 1
        let path = folder.joined(separator: "/")
        if volume.unreadableFolders.contains(path) {
            throw TreeError(
                .unreadable, path: folder, cause: SystemCallError(call: "getdents", object: path, number: EIO))
        }
        if volume.lostFolders.contains(path) { throw TreeError(.notFound, path: folder) }
        // By bytes, as a file system does it: Swift takes two spellings of one letter for the same text.
        var found: [[UInt8]: TreeEntry] = [:]
        for name in volume.files.keys.map({ $0 }) + Array(volume.links) + volume.unreadableFolders.map({ $0 + "/x" }) {
            let parts = name.split(separator: "/").map(String.init)
            guard !isHidden(name), parts.count > folder.count, Array(parts.prefix(folder.count)) == folder else {
                continue
            }
            let isLast = parts.count == folder.count + 1
            let kind = !isLast ? .folder : volume.links.contains(name) ? .link : TreeEntry.Kind.file
            let entry = parts.prefix(folder.count + 1).joined(separator: "/")
            found[Array(parts[folder.count].utf8)] = TreeEntry(
                name: parts[folder.count], kind: volume.kinds[entry] ?? kind)
        }
        if found.isEmpty, !folder.isEmpty { throw TreeError(.notFound, path: folder) }
        return Array(found.values)
    }

    package func facts(of file: [String]) throws(TreeError) -> FileFacts {
        volume.steps += 1
        let path = file.joined(separator: "/")
        guard let bytes = volume.files[path], !volume.lostFiles.contains(path) else {
            throw TreeError(.notFound, path: file)
        }
        return FileFacts(
            name: file.last ?? "", size: volume.sizes[path] ?? Int64(bytes.count), modified: 1_721_362_140,
            header: volume.headlessFiles.contains(path) ? nil : bytes)
    }

    package func read(_ file: [String], into sink: (UnsafeRawBufferPointer) -> Void) throws(TreeError) {
        volume.steps += 1
        let path = file.joined(separator: "/")
        guard let bytes = volume.files[path] else { throw TreeError(.notFound, path: file) }
        bytes.withUnsafeBytes { sink($0) }
        if volume.brokenFiles.contains(path) { throw TreeError(.unreadable, path: file) }
    }

    package func remove(_ file: [String]) throws(TreeError) {
        volume.steps += 1
        precondition(![.look, .verify].contains(purpose), "a removal on a volume that is not mounted for writing")
        let path = file.joined(separator: "/")
        if volume.stuckFiles.contains(path) { throw TreeError(.notRemovable, path: file) }
        if !volume.immortalFiles.contains(path) { volume.files[path] = nil }
        if volume.sparing.contains(purpose) { return }
        for lost in volume.lostWithRemovals { volume.files[lost] = nil }
    }

    package func identity(systemHive: [String]?, softwareHive: [String]?) -> WindowsIdentity {
        systemHive == nil ? WindowsIdentity() : volume.identity
    }
}

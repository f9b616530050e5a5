import Diagnostics
import Glibc
import RecoveryLog
import Remedy
import RepairEngine

/// A volume in memory on which every fault can be forced. It counts what is mounted and keeps what was removed.
final class FakeVolume: RepairableVolume {
    let reference = VolumeReference(device: "/dev/fake1", disk: "fake", start: 1 << 20, size: 1 << 30)
    var content = VolumeContent.ntfs(label: "Windows", dirty: false, logVersion: "1.1", logClean: true)
    var files: [String: [UInt8]]
    var links: Set<String> = []
    /// Folders whose entries cannot be listed.
    var unreadableFolders: Set<String> = []
    /// Folders that are listed and that cannot be found when they are opened: their record is damaged.
    var lostFolders: Set<String> = []
    /// Names that are listed as something else than they are.
    var kinds: [String: TreeEntry.Kind] = [:]
    /// Files whose first bytes cannot be read.
    var headlessFiles: Set<String> = []
    /// What files hold when the volume is mounted for writing, where that differs.
    var changesForWriting: [String: [UInt8]] = [:]
    /// What a second look does not find, as if nothing of that name had ever been there.
    var hiddenFromVerification: Set<String> = []
    /// What the sizes of files are said to be.
    var sizes: [String: Int64] = [:]
    /// Files that the folder lists and that cannot be opened.
    var lostFiles: Set<String> = []
    /// Files that cannot be read to their end.
    var brokenFiles: Set<String> = []
    /// Files whose removal fails.
    var stuckFiles: Set<String> = []
    /// Files that a driver claims to have removed, and has not.
    var immortalFiles: Set<String> = []
    var failingMounts: Set<MountedEvent.Purpose> = []
    private(set) var mounts: [MountedEvent.Purpose] = []

    init(_ files: [String: String]) { self.files = files.mapValues { Array($0.utf8) } }

    func recognise() throws -> VolumeContent { content }

    func withTree<Result>(
        for purpose: MountedEvent.Purpose, _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result {
        mounts.append(purpose)
        if failingMounts.contains(purpose) { throw SystemCallError(call: "mount", object: "/dev/fake1", number: EIO) }
        if purpose == .write { files.merge(changesForWriting) { $1 } }
        return try body(FakeTree(volume: self, purpose: purpose), MountedVolume(driver: "fake", forced: false))
    }
}

struct FakeTree: VolumeTree {
    let volume: FakeVolume
    let purpose: MountedEvent.Purpose

    private func isHidden(_ path: String) -> Bool {
        purpose == .verify && volume.hiddenFromVerification.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    func entries(of folder: [String]) throws(TreeError) -> [TreeEntry] {
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

    func facts(of file: [String]) throws(TreeError) -> FileFacts {
        let path = file.joined(separator: "/")
        guard let bytes = volume.files[path], !volume.lostFiles.contains(path) else {
            throw TreeError(.notFound, path: file)
        }
        return FileFacts(
            name: file.last ?? "", size: volume.sizes[path] ?? Int64(bytes.count), modified: 1_721_362_140,
            header: volume.headlessFiles.contains(path) ? nil : bytes)
    }

    func read(_ file: [String], into sink: (UnsafeRawBufferPointer) -> Void) throws(TreeError) {
        let path = file.joined(separator: "/")
        guard let bytes = volume.files[path] else { throw TreeError(.notFound, path: file) }
        bytes.withUnsafeBytes { sink($0) }
        if volume.brokenFiles.contains(path) { throw TreeError(.unreadable, path: file) }
    }

    func remove(_ file: [String]) throws(TreeError) {
        precondition(purpose == .write, "a removal on a volume that is not mounted for writing")
        let path = file.joined(separator: "/")
        if volume.stuckFiles.contains(path) { throw TreeError(.notRemovable, path: file) }
        if !volume.immortalFiles.contains(path) { volume.files[path] = nil }
    }

    func identity(systemHive: [String]?, softwareHive: [String]?) -> WindowsIdentity {
        WindowsIdentity(computerName: systemHive == nil ? nil : "WARD-7")
    }
}

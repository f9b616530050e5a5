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
        return try body(
            FakeTree(volume: self, isWritable: purpose == .write), MountedVolume(driver: "fake", forced: false))
    }
}

struct FakeTree: VolumeTree {
    let volume: FakeVolume
    let isWritable: Bool

    func entries(of folder: [String]) throws(TreeError) -> [TreeEntry] {
        let path = folder.joined(separator: "/")
        if volume.unreadableFolders.contains(path) {
            throw TreeError(
                .unreadable, path: folder, cause: SystemCallError(call: "getdents", object: path, number: EIO))
        }
        var found: [String: TreeEntry.Kind] = [:]
        for name in volume.files.keys.map({ $0 }) + Array(volume.links) + volume.unreadableFolders.map({ $0 + "/x" }) {
            let parts = name.split(separator: "/").map(String.init)
            guard parts.count > folder.count, Array(parts.prefix(folder.count)) == folder else { continue }
            let isLast = parts.count == folder.count + 1
            found[parts[folder.count]] = !isLast ? .folder : volume.links.contains(name) ? .link : .file
        }
        if found.isEmpty, !folder.isEmpty { throw TreeError(.notFound, path: folder) }
        return found.map { TreeEntry(name: $0.key, kind: $0.value) }
    }

    func facts(of file: [String]) throws(TreeError) -> FileFacts {
        let path = file.joined(separator: "/")
        guard let bytes = volume.files[path], !volume.lostFiles.contains(path) else {
            throw TreeError(.notFound, path: file)
        }
        return FileFacts(name: file.last ?? "", size: Int64(bytes.count), modified: 1_721_362_140, header: bytes)
    }

    func read(_ file: [String], into sink: (UnsafeRawBufferPointer) -> Void) throws(TreeError) {
        let path = file.joined(separator: "/")
        guard let bytes = volume.files[path] else { throw TreeError(.notFound, path: file) }
        bytes.withUnsafeBytes { sink($0) }
        if volume.brokenFiles.contains(path) { throw TreeError(.unreadable, path: file) }
    }

    func remove(_ file: [String]) throws(TreeError) {
        precondition(isWritable, "a removal on a volume that is not mounted for writing")
        let path = file.joined(separator: "/")
        if volume.stuckFiles.contains(path) { throw TreeError(.notRemovable, path: file) }
        if !volume.immortalFiles.contains(path) { volume.files[path] = nil }
    }

    func identity(systemHive: [String]?, softwareHive: [String]?) -> WindowsIdentity {
        WindowsIdentity(computerName: systemHive == nil ? nil : "WARD-7")
    }
}

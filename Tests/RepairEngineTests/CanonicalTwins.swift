import RecoveryLog
import Remedy
import RepairEngine
import RepairFakes
import Vocabulary

/// A volume with files whose names are the same text to Swift (canonically equivalent) and are not to NTFS.
final class CanonicalTwins: RepairableVolume {
    let volume: FakeVolume
    let folder: String
    /// The names that are still there, in UTF-8.
    var left: [[UInt8]]

    init(folder: String, names: [String], volume: FakeVolume) {
        self.folder = folder
        self.volume = volume
        left = names.map { Array($0.utf8) }
    }

    var reference: VolumeReference { volume.reference }
    func recognise() throws -> VolumeContent { try volume.recognise() }

    func withTree<Result>(
        for purpose: TreePurpose, dirty: DirtyPolicy,
        _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result {
        try volume.withTree(for: purpose, dirty: dirty) { try body(Tree(twins: self, inner: $0), $1) }
    }

    private struct Tree: VolumeTree {
        let twins: CanonicalTwins
        let inner: any VolumeTree

        private func isTwin(_ file: [String]) -> Bool { twins.left.contains(Array((file.last ?? "").utf8)) }

        func entries(of folder: [String]) throws(TreeError) -> [TreeEntry] {
            let names = folder.joined(separator: "/") == twins.folder ? twins.left : []
            return try inner.entries(of: folder)
                + names.map { TreeEntry(name: String(decoding: $0, as: UTF8.self), kind: .file) }
        }

        func facts(of file: [String]) throws(TreeError) -> FileFacts {
            guard isTwin(file) else { return try inner.facts(of: file) }
            return FileFacts(name: file.last ?? "", size: 0, modified: 0, header: [])
        }

        func read(_ file: [String], into sink: (UnsafeRawBufferPointer) -> Void) throws(TreeError) {
            if !isTwin(file) { try inner.read(file, into: sink) }
        }

        func remove(_ file: [String]) throws(TreeError) {
            guard isTwin(file) else { return try inner.remove(file) }
            twins.left.removeAll { $0.elementsEqual((file.last ?? "").utf8) }
        }

        func identity(systemHive: [String]?, softwareHive: [String]?) -> WindowsIdentity { WindowsIdentity() }
    }
}

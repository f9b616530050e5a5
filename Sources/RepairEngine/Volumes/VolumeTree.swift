public import Remedy

/// The folders and files of a mounted volume. Paths are components as stored on the volume, from its root.
///
/// An implementation resolves every component beneath the volume's root and follows no link.
public protocol VolumeTree {
    /// What is in a folder, in any order.
    func entries(of folder: [String]) throws(TreeError) -> [TreeEntry]
    /// A file's size, time and first bytes; its hash is left out.
    func facts(of file: [String]) throws(TreeError) -> FileFacts
    /// Hands a file's bytes to `sink`, piece by piece, from the first to the last.
    func read(_ file: [String], into sink: (UnsafeRawBufferPointer) -> Void) throws(TreeError)
    /// Removes a regular file.
    func remove(_ file: [String]) throws(TreeError)
    /// What an installation's registry says of the machine.
    func identity(systemHive: [String]?, softwareHive: [String]?) -> WindowsIdentity
    /// A second reader of the same bytes, as they are now; nil where there is none.
    func makeWitness() -> (any VolumeWitness)?
}

extension VolumeTree {
    /// None, unless a tree has one.
    public func makeWitness() -> (any VolumeWitness)? { nil }
}

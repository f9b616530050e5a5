/// A name in a folder's index.
public struct FolderEntry: Sendable, Hashable {
    /// The name, as stored.
    public let name: NTFSFileName
    /// What it is for.
    public let namespace: NameSpace
    /// The record of what it names.
    public let reference: RecordReference
    /// Whether the index has it for a folder.
    public let isFolder: Bool
    /// Whether the index has it for a link, a junction or another reparse point.
    public let isReparsePoint: Bool
}

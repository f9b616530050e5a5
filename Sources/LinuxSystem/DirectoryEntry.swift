/// A name in a directory.
public struct DirectoryEntry: Hashable, Sendable {
    /// The name, as the file system gave it.
    public let name: FileName
    /// As the directory says, without a look at the object.
    public let kind: FileKind

    /// An entry from its parts.
    public init(name: FileName, kind: FileKind) {
        self.name = name
        self.kind = kind
    }
}

extension DirectoryEntry {
    /// The records of getdents64(2): inode (8 bytes), offset (8), record length (2), type (1), name, NUL.
    static func parse(_ records: ArraySlice<UInt8>) -> [DirectoryEntry] {
        var entries: [DirectoryEntry] = []
        var rest = records
        while rest.count > 19 {
            let start = rest.startIndex
            let length = Int(rest[start + 16]) | Int(rest[start + 17]) << 8
            guard length > 19, length <= rest.count else { break }
            let name = rest[(start + 19)..<(start + length)].prefix { $0 != 0 }
            if !name.isEmpty, !name.elementsEqual([0x2E]), !name.elementsEqual([0x2E, 0x2E]) {
                let kind = FileKind(directoryEntryType: rest[start + 18])
                entries.append(DirectoryEntry(name: FileName(bytes: Array(name)), kind: kind))
            }
            rest = rest.dropFirst(length)
        }
        return entries
    }
}

/// A node of a folder's index: the entries, and the blocks beneath them.
///
/// Source: Linux-NTFS documentation, concepts "Index Header" and "Index Entry", attributes "$INDEX_ROOT" and
/// "$INDEX_ALLOCATION".
struct IndexNode {
    /// Fields of the node's header.
    enum HeaderField {
        /// Where the entries begin and end and how long the node may become, from the header's beginning, u32.
        static let entries = 0
        static let end = 4
        static let capacity = 8
        /// 1: there are blocks beneath, u8.
        static let flags = 12
        static let size = 16
    }
    /// Fields of an entry.
    enum EntryField {
        /// The file's record, u64.
        static let reference = 0
        /// Length of the entry and of its key, u16.
        static let length = 8
        static let keyLength = 10
        /// 1: a block beneath, whose number stands in the last 8 bytes; 2: the last entry, without a key. u16.
        static let flags = 12
        static let key = 16
    }
    /// An entry of the node; the last one has only what lies beneath.
    struct Item {
        /// The block with what comes before the entry, as the index numbers its blocks.
        let child: UInt64?
        let entry: FolderEntry?
    }

    let items: [Item]

    /// - Parameters:
    ///   - bytes: from the node's header to the node's end.
    ///   - folder: whose index it is; every entry must say so.
    init(_ bytes: ByteWindow, folder: RecordReference) throws(ReadProblem) {
        guard let first = bytes.u32(at: HeaderField.entries), let end = bytes.u32(at: HeaderField.end),
            let capacity = bytes.u32(at: HeaderField.capacity), let flags = bytes.u8(at: HeaderField.flags),
            first >= HeaderField.size, first <= end, end <= capacity, capacity <= bytes.count
        else { throw ReadProblem(.damaged, "its header is damaged") }
        let hasChildren = flags & 1 != 0
        var items: [Item] = []
        var start = first
        while true {
            guard let length = bytes.u16(at: start + EntryField.length), length >= EntryField.key, length % 8 == 0,
                length <= end - start, let entry = bytes.window(at: start, count: length),
                let entryFlags = entry.u16(at: EntryField.flags), (entryFlags & 1 != 0) == hasChildren
            else { throw ReadProblem(.damaged, "its entries are damaged") }
            let child = hasChildren ? entry.u64(at: length - 8) : nil
            let keyEnd = length - (hasChildren ? 8 : 0)
            start += length
            if entryFlags & 2 != 0 {
                items.append(Item(child: child, entry: nil))
                break
            }
            items.append(Item(child: child, entry: try Self.entry(entry, keyEnd: keyEnd, folder: folder)))
        }
        guard start == end else { throw ReadProblem(.damaged, "its entries do not end where they should") }
        self.items = items
    }

    private static func entry(
        _ bytes: ByteWindow, keyEnd: Int, folder: RecordReference
    ) throws(ReadProblem) -> FolderEntry {
        guard let raw = bytes.u64(at: EntryField.reference), let keyLength = bytes.u16(at: EntryField.keyLength),
            EntryField.key + keyLength <= keyEnd, let key = bytes.window(at: EntryField.key, count: keyLength),
            let name = FileNameAttribute(key)
        else { throw ReadProblem(.damaged, "an entry is damaged") }
        guard name.parent == folder else {
            throw ReadProblem(.damaged, "an entry belongs to another folder (record \(name.parent))")
        }
        return FolderEntry(
            name: name.name, namespace: name.namespace, reference: RecordReference(raw),
            isFolder: name.flags & FileNameAttribute.Flag.folder != 0,
            isReparsePoint: name.flags & FileNameAttribute.Flag.reparsePoint != 0)
    }
}

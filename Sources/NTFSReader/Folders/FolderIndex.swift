/// Reads a folder's whole index `$I30`: its root, and every block that the root leads to or that is marked as in use.
///
/// The index is followed as a lookup does (by its tree) and compared with what an enumeration does (by its bitmap): what
/// only one of them finds is a contradiction, as is a name out of order.
struct FolderIndex {
    static let name: [UInt16] = Array("$I30".utf16)
    /// Names of one folder, and blocks of one index, that are looked at.
    static let entryLimit = 250_000
    static let blockLimit: UInt64 = 100_000
    /// Nodes from the root to a leaf. A block has room for many entries: a sound index is never that deep.
    static let depthLimit = 32

    /// Fields of `$INDEX_ROOT`.
    enum RootField {
        /// Type of the indexed attribute and how it is sorted, u32: `$FILE_NAME`, as names.
        static let type = 0
        static let collation = 4
        /// Bytes in a block, u32.
        static let blockSize = 8
        static let header = 16
    }
    /// Fields of a block.
    enum BlockField {
        /// `INDX`, and the block's number.
        static let signature = 0
        static let number = 16
        static let header = 24
    }

    private let table: FileTable
    private let upCase: UpCaseTable
    private let folder: RecordReference
    private let blockSize: Int
    /// What the number of a block counts: clusters, or 512 bytes where a cluster is larger than a block.
    private let unitsPerBlock: UInt64
    private let allocation: MappedContent?

    private(set) var entries: [FolderEntry] = []
    private(set) var faults: [NTFSFault] = []
    private(set) var depth = 1
    private var visited: Set<UInt64> = []
    var blockCount: Int { visited.count }

    /// Reads the index of a folder's record.
    init(_ record: FileRecord, in table: FileTable, upCase: UpCaseTable) throws(ReadProblem) {
        self.table = table
        self.upCase = upCase
        folder = record.reference
        guard case .resident(let root)? = try table.value(of: record, Attribute.Kind.indexRoot, Self.name),
            root.u32(at: RootField.type) == Attribute.Kind.fileName, root.u32(at: RootField.collation) == 1,
            let size = root.u32(at: RootField.blockSize), size.nonzeroBitCount == 1, (512...65_536).contains(size),
            let header = root.window(at: RootField.header, count: root.count - RootField.header)
        else { throw ReadProblem(.damaged, "the root of its index is damaged") }
        blockSize = size
        let unit = table.boot.bytesPerCluster <= size ? table.boot.bytesPerCluster : UpdateSequence.stride
        unitsPerBlock = UInt64(size / unit)
        switch try table.value(of: record, Attribute.Kind.indexAllocation, Self.name) {
        case nil: allocation = nil
        case .mapped(let mapped): allocation = mapped
        case .resident: throw ReadProblem(.damaged, "the blocks of its index are damaged")
        }
        follow(try IndexNode(header, folder: folder))
        try compareWithBitmap(try table.value(of: record, Attribute.Kind.bitmap, Self.name))
    }

    /// Walks the tree in the order of names.
    private mutating func follow(_ root: IndexNode) {
        var path = [(node: root, next: 0, isDescended: false)]
        var last: FolderEntry?
        while let top = path.last {
            guard top.next < top.node.items.count else {
                path.removeLast()
                continue
            }
            let item = top.node.items[top.next]
            if let child = item.child, !top.isDescended {
                path[path.count - 1].isDescended = true
                guard path.count < Self.depthLimit else {
                    add(ReadProblem(.damaged, "it is deeper than an index can be"), .index(folder: folder.number))
                    continue
                }
                if let node = block(numbered: child) {
                    path.append((node, 0, false))
                    depth = max(depth, path.count)
                }
                continue
            }
            path[path.count - 1].next += 1
            path[path.count - 1].isDescended = false
            guard let entry = item.entry else { continue }
            // Without the volume's own table the order of other letters than ASCII's is not known.
            if let last, upCase.isComplete, !upCase.precedes(last.name, entry.name) {
                add(ReadProblem(.damaged, "“\(entry.name)” is out of order"), .index(folder: folder.number))
            }
            last = entry
            guard append(entry) else { return }
        }
    }

    private mutating func append(_ entry: FolderEntry) -> Bool {
        guard entries.count < Self.entryLimit else {
            add(ReadProblem(.tooLarge, "it has more than \(Self.entryLimit) names"), .index(folder: folder.number))
            return false
        }
        entries.append(entry)
        return true
    }

    private mutating func add(_ problem: ReadProblem, _ part: NTFSFault.Part, at offset: Int64? = nil) {
        let fault = table.fault(problem, part, at: offset)
        // One index can have very many faults; the first ones tell enough.
        if faults.count < 100 { faults.append(fault) }
    }

    /// A block by the number that an entry has for it; nil, with a fault, when there is no such block.
    private mutating func block(numbered number: UInt64) -> IndexNode? {
        guard number % unitsPerBlock == 0 else {
            add(ReadProblem(.damaged, "an entry leads to no block"), .index(folder: folder.number))
            return nil
        }
        return block(number / unitsPerBlock)
    }

    private mutating func block(_ index: UInt64) -> IndexNode? {
        let part = NTFSFault.Part.indexBlock(folder: folder.number, block: index)
        guard visited.insert(index).inserted else {
            add(ReadProblem(.damaged, "it is in the index twice"), part)
            return nil
        }
        guard visited.count <= Self.blockLimit else {
            add(ReadProblem(.tooLarge, "the index has more than \(Self.blockLimit) blocks"), part)
            return nil
        }
        guard let allocation, index < allocation.dataSize / UInt64(blockSize) else {
            add(ReadProblem(.damaged, "it lies behind the end of the index"), part)
            return nil
        }
        let start = index * UInt64(blockSize)
        let offset = table.byteOffset(of: start, in: allocation)
        do throws(ReadProblem) {
            var bytes = try table.read(allocation, at: start, count: blockSize)
            guard ByteWindow(bytes).hasText("INDX", at: BlockField.signature) else {
                let isEmpty = bytes.allSatisfy { $0 == 0 }
                throw ReadProblem(.damaged, isEmpty ? "it holds zeros" : "it holds no index block")
            }
            guard UpdateSequence.undo(in: &bytes, at: 0, count: bytes.count) else {
                throw ReadProblem(.damaged, "it was written in part (its fixups are wrong)")
            }
            let view = ByteWindow(bytes)
            guard view.u64(at: BlockField.number) == index * unitsPerBlock else {
                throw ReadProblem(.damaged, "it is another block of an index")
            }
            guard let header = view.window(at: BlockField.header, count: blockSize - BlockField.header) else {
                throw ReadProblem(.damaged, "it is too short")
            }
            return try IndexNode(header, folder: folder)
        } catch {
            add(error, part, at: offset)
            return nil
        }
    }

    /// What the bitmap has in use and the tree does not reach, and the other way round.
    private mutating func compareWithBitmap(_ bitmap: AttributeContent?) throws(ReadProblem) {
        guard let allocation else { return }
        let count = allocation.dataSize / UInt64(blockSize)
        guard let bitmap, bitmap.size >= (count + 7) / 8 else {
            throw ReadProblem(.damaged, "the bitmap of its index is damaged")
        }
        guard count <= UInt64(Self.blockLimit) else { throw ReadProblem(.tooLarge, "its index is too large") }
        let bits = try table.read(bitmap, at: 0, count: Int((count + 7) / 8))
        let reached = visited
        let isWhole = faults.isEmpty
        for index in 0..<count {
            let isUsed = bits[Int(index / 8)] >> UInt8(index % 8) & 1 != 0
            guard isUsed != reached.contains(index) else { continue }
            let part = NTFSFault.Part.indexBlock(folder: folder.number, block: index)
            let offset = table.byteOffset(of: index * UInt64(blockSize), in: allocation)
            if !isUsed {
                add(ReadProblem(.damaged, "it is in the index and marked as free"), part, at: offset)
                continue
            }
            if isWhole { add(ReadProblem(.damaged, "it is marked as in use and not in the index"), part, at: offset) }
            for item in block(index)?.items ?? [] {
                if let entry = item.entry, !append(entry) { return }
            }
        }
    }
}

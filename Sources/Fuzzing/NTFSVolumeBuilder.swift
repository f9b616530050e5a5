/// A small NTFS volume, written byte by byte: a file table, the root and other folders with their indexes.
///
/// Records 0 ($MFT), 5 (root) and 10 ($UpCase) are there; files and folders begin at 24.
public struct NTFSVolumeBuilder {
    /// Bytes in a sector.
    public var sectorSize = 512
    /// Bytes in a cluster.
    public var clusterSize = 4096
    /// Bytes in a file record.
    public var recordSize = 1024
    /// Bytes in an index block.
    public var blockSize = 4096
    /// Clusters of the volume.
    public var clusters = 128
    /// Records of its table.
    public var records = 64
    /// Whether the volume has its table of upper-case letters (128 KiB).
    public var hasUpCase = true
    /// What is in the volume.
    public var nodes: [Node] = []

    /// A file or a folder.
    public struct Node {
        var number: Int
        var parent: Int
        var name: String
        var isFolder: Bool
        var isInUse = true
        /// Names of a folder that do not fit into its record go into blocks of so many.
        var namesPerBlock = 0
    }

    /// The bytes of the volume.
    public private(set) var bytes: [UInt8] = []
    /// Where each index block of a folder lies, in bytes.
    public private(set) var blocks: [Int: [Int]] = [:]

    /// An empty volume.
    public init() {}

    /// Adds a file or a folder.
    ///
    /// - Returns: Its record.
    @discardableResult
    public mutating func add(
        _ name: String, in parent: Int = 5, isFolder: Bool = false, isInUse: Bool = true, namesPerBlock: Int = 0
    ) -> Int {
        let number = 24 + nodes.count
        nodes.append(
            Node(
                number: number, parent: parent, name: name, isFolder: isFolder, isInUse: isInUse,
                namesPerBlock: namesPerBlock))
        return number
    }

    /// The byte at which a record begins.
    public func offset(ofRecord number: Int) -> Int { tableCluster * clusterSize + number * recordSize }

    /// The cluster in which the table begins; it is in one piece.
    public var tableCluster: Int { max(1, 8192 / clusterSize) }
    private var tableClusters: Int { (records * recordSize + clusterSize - 1) / clusterSize }
    private var upCaseClusters: Int { (131_072 + clusterSize - 1) / clusterSize }

    /// Writes the volume.
    public mutating func build() -> [UInt8] {
        bytes = [UInt8](repeating: 0, count: clusters * clusterSize + sectorSize)
        blocks = [:]
        var next = tableCluster + tableClusters
        let upCase = next
        if hasUpCase { next += upCaseClusters }
        writeBoot()
        let table = Run(cluster: tableCluster, count: tableClusters, size: records * recordSize)
        write(
            record: 0, flags: 1, sequence: 1,
            [
                name(Node(number: 0, parent: 5, name: "$MFT", isFolder: false)),
                nonResident(0x80, "", table, instance: 2),
                resident(
                    0xB0, "", bitmap(of: [0, 5] + (hasUpCase ? [10] : []) + nodes.filter(\.isInUse).map(\.number)),
                    instance: 3),
            ])
        var all = [
            Node(number: 0, parent: 5, name: "$MFT", isFolder: false),
            Node(number: 5, parent: 5, name: ".", isFolder: true),
        ]
        if hasUpCase {
            all.append(Node(number: 10, parent: 5, name: "$UpCase", isFolder: false))
            write(
                record: 10, flags: 1, sequence: 10,
                [
                    name(all[2]),
                    nonResident(0x80, "", Run(cluster: upCase, count: upCaseClusters, size: 131_072), instance: 2),
                ])
            for unit in 0..<65_536 {
                put(Self.upper(UInt16(unit)), 2, at: upCase * clusterSize + 2 * unit)
            }
        }
        all += nodes
        for folder in all where folder.isFolder {
            let inside = all.filter { $0.parent == folder.number && $0.isInUse }.sorted {
                Self.precedes($0.name, $1.name)
            }
            write(
                record: folder.number, flags: folder.isInUse ? 3 : 2, sequence: sequence(of: folder.number),
                [name(folder)] + index(of: folder, inside, next: &next))
        }
        for file in nodes where !file.isFolder {
            write(
                record: file.number, flags: file.isInUse ? 1 : 0, sequence: sequence(of: file.number), [name(file)])
        }
        return bytes
    }

    private func sequence(of record: Int) -> Int { record == 0 ? 1 : record < 24 ? record : 1 }
    private func reference(_ record: Int) -> [UInt8] { little(record, 6) + little(sequence(of: record), 2) }

    private mutating func writeBoot() {
        var sector = [0xEB, 0x52, 0x90] + Array("NTFS    ".utf8) + little(sectorSize, 2)
        let factor = clusterSize / sectorSize
        sector += [factor <= 128 ? UInt8(factor) : UInt8(256 - factor.trailingZeroBitCount)]
        sector += [UInt8](repeating: 0, count: 40 - sector.count)
        sector += little(clusters * clusterSize / sectorSize, 8) + little(tableCluster, 8) + little(0, 8)
        sector += [
            recordSize >= clusterSize ? UInt8(recordSize / clusterSize) : UInt8(256 - recordSize.trailingZeroBitCount)
        ]
        sector += [0, 0, 0, 1, 0, 0, 0] + little(0x1234, 8)
        sector += [UInt8](repeating: 0, count: 510 - sector.count) + [0x55, 0xAA]
        bytes.replaceSubrange(0..<512, with: sector)
        bytes.replaceSubrange(clusters * clusterSize..<clusters * clusterSize + 512, with: sector)
    }

    private mutating func write(record number: Int, flags: Int, sequence: Int, _ attributes: [[UInt8]]) {
        let count = recordSize / 512 + 1
        let first = (48 + 2 * count + 7) / 8 * 8
        let body = attributes.flatMap { $0 } + little(0xFFFF_FFFF, 4) + little(0, 4)
        var record = Array("FILE".utf8) + little(48, 2) + little(count, 2) + little(0, 8) + little(sequence, 2)
        record += little(1, 2) + little(first, 2) + little(flags, 2) + little(first + body.count, 4)
        record += little(recordSize, 4) + little(0, 8) + little(9, 2) + little(0, 2) + little(number, 4)
        record += [UInt8](repeating: 0, count: first - record.count) + body
        record += [UInt8](repeating: 0, count: max(0, recordSize - record.count))
        precondition(record.count == recordSize, "what belongs into record \(number) does not fit")
        bytes.replaceSubrange(
            offset(ofRecord: number)..<offset(ofRecord: number) + recordSize, with: Self.fixed(record))
    }

    /// With an update sequence, whose array begins where bytes 4 and 5 say.
    private static func fixed(_ block: [UInt8]) -> [UInt8] {
        var block = block
        let offset = Int(block[4]) | Int(block[5]) << 8
        (block[offset], block[offset + 1]) = (0x07, 0x01)
        for end in stride(from: 510, to: block.count, by: 512) {
            let original = offset + 2 + 2 * (end / 512)
            (block[original], block[original + 1]) = (block[end], block[end + 1])
            (block[end], block[end + 1]) = (0x07, 0x01)
        }
        return block
    }

    private mutating func index(of folder: Node, _ inside: [Node], next: inout Int) -> [[UInt8]] {
        let header = little(0x30, 4) + little(1, 4) + little(blockSize, 4) + little(max(1, blockSize / clusterSize), 4)
        guard folder.namesPerBlock > 0 else {
            let entries = inside.flatMap { entry($0, child: nil) } + lastEntry(child: nil)
            return [resident(0x90, "$I30", header + node(entries, isLeaf: true), instance: 4)]
        }
        // Every name after a full block goes up into the root.
        var leaves: [[Node]] = [[]]
        var separators: [Node] = []
        for node in inside {
            if leaves[leaves.count - 1].count == folder.namesPerBlock {
                separators.append(node)
                leaves.append([])
            } else {
                leaves[leaves.count - 1].append(node)
            }
        }
        let unit = clusterSize <= blockSize ? clusterSize : 512
        let perBlock = blockSize / unit
        var root: [UInt8] = []
        for (number, separator) in separators.enumerated() { root += entry(separator, child: number * perBlock) }
        root += lastEntry(child: separators.count * perBlock)
        let size = leaves.count * blockSize
        let run = Run(cluster: next, count: (size + clusterSize - 1) / clusterSize, size: size)
        for (number, leaf) in leaves.enumerated() {
            let offset = next * clusterSize + number * blockSize
            blocks[folder.number, default: []].append(offset)
            write(block: leaf, numbered: number * perBlock, at: offset)
        }
        next += run.count
        var bits = [UInt8](repeating: 0, count: (leaves.count + 63) / 64 * 8)
        for number in leaves.indices { bits[number / 8] |= 1 << UInt8(number % 8) }
        return [
            resident(0x90, "$I30", header + node(root, isLeaf: false), instance: 4),
            nonResident(0xA0, "$I30", run, instance: 5), resident(0xB0, "$I30", bits, instance: 6),
        ]
    }

    private mutating func write(block leaf: [Node], numbered number: Int, at offset: Int) {
        let count = blockSize / 512 + 1
        let first = (40 + 2 * count + 7) / 8 * 8
        let entries = leaf.flatMap { entry($0, child: nil) } + lastEntry(child: nil)
        var block = Array("INDX".utf8) + little(40, 2) + little(count, 2) + little(0, 8) + little(number, 8)
        block +=
            little(first - 24, 4) + little(first - 24 + entries.count, 4) + little(blockSize - 24, 4) + little(0, 4)
        block += [UInt8](repeating: 0, count: first - block.count) + entries
        block += [UInt8](repeating: 0, count: max(0, blockSize - block.count))
        bytes.replaceSubrange(offset..<offset + blockSize, with: Self.fixed(block))
    }

    private func node(_ entries: [UInt8], isLeaf: Bool) -> [UInt8] {
        little(16, 4) + little(16 + entries.count, 4) + little(16 + entries.count, 4) + little(isLeaf ? 0 : 1, 4)
            + entries
    }

    private func entry(_ node: Node, child: Int?) -> [UInt8] {
        let key = fileName(node)
        let length = (16 + key.count + 7) / 8 * 8 + (child == nil ? 0 : 8)
        var entry = reference(node.number) + little(length, 2) + little(key.count, 2) + little(child == nil ? 0 : 1, 4)
        entry += key
        entry += [UInt8](repeating: 0, count: length - entry.count)
        if let child { entry.replaceSubrange(length - 8..<length, with: little(child, 8)) }
        return entry
    }

    private func lastEntry(child: Int?) -> [UInt8] {
        little(0, 8) + little(child == nil ? 16 : 24, 2) + little(0, 2) + little(child == nil ? 2 : 3, 4)
            + (child.map { little($0, 8) } ?? [])
    }

    private func fileName(_ node: Node) -> [UInt8] {
        reference(node.parent) + [UInt8](repeating: 0, count: 48) + little(node.isFolder ? 0x1000_0000 : 0x20, 4)
            + little(0, 4) + [UInt8(node.name.utf16.count), 1] + node.name.utf16.flatMap { little(Int($0), 2) }
    }

    private func name(_ node: Node) -> [UInt8] { resident(0x30, "", fileName(node), instance: 1) }

    private func resident(_ type: Int, _ name: String, _ value: [UInt8], instance: Int) -> [UInt8] {
        let name = name.utf16.flatMap { little(Int($0), 2) }
        let start = (24 + name.count + 7) / 8 * 8
        let length = (start + value.count + 7) / 8 * 8
        var attribute = little(type, 4) + little(length, 4) + [0, UInt8(name.count / 2)] + little(24, 2) + little(0, 2)
        attribute += little(instance, 2) + little(value.count, 4) + little(start, 2) + little(0, 2) + name
        attribute += [UInt8](repeating: 0, count: start - attribute.count) + value
        return attribute + [UInt8](repeating: 0, count: length - attribute.count)
    }

    /// Clusters in one piece, and the bytes that are used of them.
    private struct Run {
        let cluster: Int
        let count: Int
        let size: Int
    }

    private func nonResident(_ type: Int, _ name: String, _ run: Run, instance: Int) -> [UInt8] {
        let name = name.utf16.flatMap { little(Int($0), 2) }
        let start = (64 + name.count + 7) / 8 * 8
        let runs: [UInt8] = [0x44] + little(run.count, 4) + little(run.cluster, 4) + [0]
        let length = (start + runs.count + 7) / 8 * 8
        var attribute = little(type, 4) + little(length, 4) + [1, UInt8(name.count / 2)] + little(64, 2) + little(0, 2)
        attribute += little(instance, 2) + little(0, 8) + little(run.count - 1, 8) + little(start, 2) + little(0, 6)
        attribute += little(run.count * clusterSize, 8) + little(run.size, 8) + little(run.size, 8) + name
        attribute += [UInt8](repeating: 0, count: start - attribute.count) + runs
        return attribute + [UInt8](repeating: 0, count: length - attribute.count)
    }

    private func bitmap(of numbers: [Int]) -> [UInt8] {
        var bits = [UInt8](repeating: 0, count: (records + 63) / 64 * 8)
        for number in numbers { bits[number / 8] |= 1 << UInt8(number % 8) }
        return bits
    }

    private mutating func put(_ value: UInt16, _ width: Int, at offset: Int) {
        bytes[offset] = UInt8(truncatingIfNeeded: value)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }

    /// Upper case of the Latin letters of one byte: `ÿ` alone leads out of them and stays itself here.
    static func upper(_ unit: UInt16) -> UInt16 {
        switch unit {
        case 0x61...0x7A: unit - 0x20
        case 0xE0...0xF6, 0xF8...0xFE: unit - 0x20
        default: unit
        }
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf16.map(upper).lexicographicallyPrecedes(right.utf16.map(upper))
    }

    private func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

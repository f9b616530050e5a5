public import Diagnostics

/// What a virtual disk's own structures say of it: read strictly, and never guessed from what a guest wrote.
public struct VirtualDisk: Sendable, Equatable {
    /// Where the sectors are.
    public enum Layout: Sendable, Equatable {
        /// From the start of the file on, in order.
        case flat
        /// In order in another file of the same folder, by its name.
        case flatFile(String)
        /// In blocks that the container places.
        case blocks
    }

    /// The container.
    public let format: VirtualDiskFormat
    /// Where the sectors are.
    public let layout: Layout
    /// The size of the disk in bytes, as the guest sees it.
    public let size: Int64
    /// The size of the disk's logical sectors in bytes.
    public let sectorSize: Int

    /// A disk that is known.
    public init(format: VirtualDiskFormat, layout: Layout, size: Int64, sectorSize: Int) {
        self.format = format
        self.layout = layout
        self.size = size
        self.sectorSize = sectorSize
    }

    /// Looks at a file.
    ///
    /// - Parameters:
    ///   - source: The file.
    ///   - name: Its name; what its ending claims must be true.
    public static func read(_ source: some ByteSource, name: String) throws(VirtualDiskError) -> VirtualDisk {
        let disk = try readAny(source, name: name)
        guard disk.size > 0, disk.size % Int64(disk.sectorSize) == 0 else {
            throw VirtualDiskError(.damaged, "\(name): \(disk.size) bytes are not whole sectors; copy the disk again")
        }
        // A guest writes what it wants to the start and the end of its raw disk: only a name makes it a container.
        let claimed = VirtualDiskFormat(name: name)
        guard claimed == disk.format || claimed == nil && disk.format == .raw else {
            let claim = claimed.map { "named as \($0.rawValue)" } ?? "its name claims no format"
            throw VirtualDiskError(
                .ambiguousFormat,
                "\(name): \(claim), but its content is \(disk.format.rawValue); give the file its right name"
            )
        }
        return disk
    }

    private static func readAny(_ source: some ByteSource, name: String) throws(VirtualDiskError) -> VirtualDisk {
        let begin = source.read(at: 0, count: 4096)
        if begin.starts(with: Array("conectix".utf8)) {
            return try HardDiskFooter.read(source, name: name, isAtEnd: false)
        }
        if begin.starts(with: Array("vhdxfile".utf8)) { return try VHDXMetadata.read(source, name: name) }
        if begin.starts(with: Array("QFI\u{FB}".unicodeScalars.map { UInt8($0.value) })) {
            return try QcowHeader.read(begin, source, name: name)
        }
        if begin.starts(with: Array("KDMV".utf8)) || begin.starts(with: Array("# Disk DescriptorFile".utf8)) {
            return try VMwareDisk.read(source, name: name)
        }
        if begin.starts(with: Array("COWD".utf8)) {
            throw VirtualDiskError(
                .hasParent, "\(name): a delta of an ESX snapshot; have the hypervisor merge the snapshots first")
        }
        if begin.count > 72, begin.little(64..<68) == VirtualBoxHeader.magic {
            return try VirtualBoxHeader.read(begin, name: name)
        }
        if source.read(at: source.size - 512, count: 8).elementsEqual("conectix".utf8) {
            return try HardDiskFooter.read(source, name: name, isAtEnd: true)
        }
        return try RawDisk.read(source, name: name)
    }
}

/// Sectors without a container: known by a boot sector or a partition table, because anything else could be any file.
enum RawDisk {
    static func read(_ source: some ByteSource, name: String) throws(VirtualDiskError) -> VirtualDisk {
        let hasTable512 = source.read(at: 512, count: 8).elementsEqual("EFI PART".utf8)
        let hasTable4096 = source.read(at: 4096, count: 8).elementsEqual("EFI PART".utf8)
        let hasBootSector = source.read(at: 510, count: 2).elementsEqual([0x55, 0xAA])
        guard hasTable512 || hasTable4096 || hasBootSector else {
            throw VirtualDiskError(
                .unknownFormat,
                "\(name): neither a partition table nor a known virtual disk; name a disk, unpacked if it was compressed"
            )
        }
        return VirtualDisk(
            format: .raw, layout: .flat, size: source.size, sectorSize: hasTable4096 && !hasTable512 ? 4096 : 512)
    }
}

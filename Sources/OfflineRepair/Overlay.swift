internal import Diagnostics
internal import DiskFormats

/// What an appliance writes of a disk: kept in memory, over the disk that is only read.
struct Overlay {
    let disk: OfflineDisk
    private let node: QEMUOptions
    private let work: ApplianceFolder
    private let tables: [[UInt8]]

    init(of disk: OfflineDisk, at path: String, in work: ApplianceFolder) throws {
        self.disk = disk
        self.work = work
        node = QEMUOptions("file").with("filename", path).with("locking", "off")
        try HostTool.createOverlay(path, size: disk.access.overlaySize(file: disk.length))
        tables = try Self.tables(disk, node, work)
    }

    /// The disk as the guest sees it.
    var guest: QEMUOptions { disk.access.guest(disk.node, overlay: node) }

    /// That the partition tables are as they were.
    func expectTablesUnchanged() throws {
        guard try Self.tables(disk, node, work) == tables else {
            throw OfflineRepairError(
                .notProven,
                "\(disk.path): the appliance has changed its partition table; nothing was written. Report this")
        }
    }

    /// What has to be written to the disk.
    func forEachChange(disk number: Int, _ body: (Change) throws -> Void) throws {
        let new = try NetworkBlockStore(
            disk.access.changed(disk.node, overlay: node), isReadOnly: true, folder: work.path, name: disk.path)
        let old: any SectorStore
        switch disk.access {
        case .flat, .underVHDX: old = try FileStore(disk.file, forWriting: false)
        case .throughDriver:
            old = try NetworkBlockStore(
                disk.access.base(disk.node, isReadOnly: true), isReadOnly: true, folder: work.path, name: disk.path)
        }
        for range in try HostTool.extents(of: node) {
            try Change.find(disk: number, range, old: old, new: new, body)
        }
        try new.close()
        try (old as? NetworkBlockStore)?.close()
    }

    /// The first and last sectors as the guest sees them, which both copies of a GUID partition table lie in.
    private static func tables(_ disk: OfflineDisk, _ node: QEMUOptions, _ work: ApplianceFolder) throws -> [[UInt8]] {
        // A VHDX may have to replay its log for that: into the overlay.
        let store = try NetworkBlockStore(
            disk.access.guest(disk.node, overlay: node), isReadOnly: false, folder: work.path, name: disk.path)
        // Where entries have the usual number and size (UEFI 2.10, section 5.3.1): 16 KiB, the header, the MBR.
        let length = min(16 << 10 + 2 * Int64(disk.disk.sectorSize), store.size)
        let first = try store.read(Int(length), at: 0)
        let last = try store.read(
            Int(length - Int64(disk.disk.sectorSize)), at: store.size - length + Int64(disk.disk.sectorSize))
        try store.close()
        return [first, last]
    }
}

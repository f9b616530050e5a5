internal import Diagnostics
internal import Foundation

/// Puts the changes of an undo file on the disks, or takes them back. Interrupted at any point and begun again, it ends whole:
/// every change is written anew, and what is there must be what was before or what comes.
struct Commit {
    enum Direction { case forward, back }

    let undo: String
    let disks: [DiskState]
    /// The folder for sockets.
    let folder: ApplianceFolder
    /// Called before each write; what it throws cuts the commit off there. For tests.
    var beforeWrite: (any SectorStore) throws -> Void = { _ in }

    /// Writes all changes, reads them back, and says how many there were.
    func run(_ direction: Direction, on held: [OfflineDisk]) throws {
        for (disk, held) in zip(disks, held) {
            // A container grows; nothing gets shorter.
            let isWhole = disk.isFlat ? held.length == disk.lengthBefore : held.length >= disk.lengthBefore
            guard isWhole || held.isDevice && held.length >= disk.lengthBefore else {
                throw OfflineRepairError(
                    .diskChanged,
                    "\(disk.path): \(held.length) bytes long, and not \(disk.lengthBefore) as it was; nothing was written now. Look for the whole disk, and keep \(undo)"
                )
            }
        }
        let stores = try zip(disks, held).map { try open($0, $1) }
        // All before the first write: nothing else may have changed the disks.
        try UndoFile.forEachChange(in: undo, disks: disks.count) { change in
            guard change.isOneOfBoth(try now(change, stores[change.disk])) else {
                throw OfflineRepairError(
                    .diskChanged,
                    "\(disks[change.disk].path): changed since it was looked at; nothing was written now. Look at the disk, and keep \(undo)"
                )
            }
        }
        // What an open file may have been given before is written over, so a change is whole or is written again.
        try UndoFile.forEachChange(in: undo, disks: disks.count) { change in
            let bytes = direction == .forward ? change.new : change.old
            guard !bytes.isEmpty else { return }
            try beforeWrite(stores[change.disk])
            try stores[change.disk].write(bytes, at: change.offset)
        }
        for (store, disk) in zip(stores, disks) {
            if direction == .back, disk.access == .underVHDX { try store.resize(to: disk.lengthBefore) }
            try store.flush()
            try (store as? NetworkBlockStore)?.close()
        }
        try compare(direction, held)
    }

    private func compare(_ direction: Direction, _ held: [OfflineDisk]) throws {
        let stores = try zip(disks, held).map { try open($0, $1, isReadOnly: true) }
        try UndoFile.forEachChange(in: undo, disks: disks.count) { change in
            let bytes = direction == .forward ? change.new : change.old
            let isThere = try bytes.isEmpty || stores[change.disk].read(bytes.count, at: change.offset) == bytes
            guard isThere else {
                throw OfflineRepairError(
                    .commitFailed,
                    "\(disks[change.disk].path): what was read back differs from what was written; check the medium, then run this again"
                )
            }
        }
        for store in stores { try (store as? NetworkBlockStore)?.close() }
    }

    private func now(_ change: Change, _ store: any SectorStore) throws -> [UInt8] {
        let count = Int(max(0, min(Int64(change.new.count), store.size - change.offset)))
        return count > 0 ? try store.read(count, at: change.offset) : []
    }

    private func open(
        _ state: DiskState, _ held: OfflineDisk, isReadOnly: Bool = false
    ) throws -> any SectorStore {
        switch state.access {
        case .flat, .underVHDX:
            let store = try FileStore(held.file, forWriting: !isReadOnly)
            try held.expectSame(as: store.descriptor)
            return store
        case .throughDriver:
            return try NetworkBlockStore(
                state.access.base(held.node, isReadOnly: isReadOnly), isReadOnly: isReadOnly, folder: folder.path,
                name: state.path)
        }
    }
}

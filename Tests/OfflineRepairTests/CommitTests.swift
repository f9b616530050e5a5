import Diagnostics
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import DiskFormats
@testable import OfflineRepair

@Suite("Commits", .enabled(if: SampleDisk.tools, "needs qemu-utils and util-linux"))
struct CommitTests {
    /// A repair without an appliance: what a guest would write, and the undo file of it.
    private struct Prepared {
        let folder: ScratchFolder
        let path: String
        let state: CommitState
        let undo: String
        let work: ApplianceFolder
        /// What the guest has to see in the end.
        let wanted: Data
    }

    private func prepare(_ sample: SampleDisk, in folder: ScratchFolder) throws -> Prepared {
        let path = try sample.make(in: folder)
        let work = try ApplianceFolder()
        let before = try sample.guest(path, in: folder)
        let bytes = try sample.bytes(path)
        let disk = try OfflineDisk(path)
        let overlay = try Overlay(of: disk, at: work("overlay"), in: work)
        let guest = try NetworkBlockStore(overlay.guest, isReadOnly: false, folder: work.path, name: path)
        // Over content, over a hole, and over both.
        let writes: [(Int64, [UInt8])] = [
            (1 << 20 + 1000, [UInt8](repeating: 1, count: 3000)), (15 << 20, [UInt8](repeating: 2, count: 700_000)),
            (9 << 20 + 60_000, (0..<30_000).map { UInt8(truncatingIfNeeded: $0) }),
            (23 << 20, [UInt8](repeating: 3, count: 512)),
        ]
        var wanted = before
        for (offset, content) in writes {
            let range = Int(offset) / 512 * 512..<(Int(offset) + content.count + 511) / 512 * 512
            wanted.replaceSubrange(Int(offset)..<Int(offset) + content.count, with: content)
            try guest.write([UInt8](wanted[range]), at: Int64(range.lowerBound))
        }
        try guest.flush()
        try guest.close()
        #expect(try sample.bytes(path) == bytes, "an overlay leaves the disk as it is")
        let undo = folder("changes-\(UInt32.random(in: 0 ... .max))")
        let writer = try UndoFile.Writer(undo)
        try overlay.forEachChange(disk: 0) { try writer.add($0) }
        try writer.finish()
        try overlay.expectTablesUnchanged()
        #expect(writer.count >= 3 && writer.bytes < 4 << 20)
        let state = CommitState(machine: "m", phase: .committing, disks: [DiskState(disk)], log: "logs/x.jsonl")
        return Prepared(folder: folder, path: path, state: state, undo: undo, work: work, wanted: wanted)
    }

    private func run(
        _ prepared: Prepared, _ direction: Commit.Direction = .forward,
        cut: @escaping (any SectorStore) throws -> Void = { _ in }
    ) throws {
        var commit = Commit(undo: prepared.undo, disks: prepared.state.disks, folder: prepared.work)
        commit.beforeWrite = cut
        try commit.run(direction, on: OpenDisks.known(prepared.state))
    }

    @Test("change what the guest sees, and an undo puts it back", arguments: SampleDisk.allCases)
    func commitAndUndo(_ sample: SampleDisk) throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(sample, in: folder)
        let (bytes, guest) = (try sample.bytes(prepared.path), try sample.guest(prepared.path, in: folder))
        try run(prepared)
        #expect(try sample.guest(prepared.path, in: folder) == prepared.wanted)
        let disk = try VirtualDisk.read(FileBytes(prepared.path), name: prepared.path)
        #expect(disk.format == prepared.state.disks[0].format && disk.size == SampleDisk.size)
        // Once more: it is done already.
        try run(prepared)
        try run(prepared, .back)
        #expect(try sample.guest(prepared.path, in: folder) == guest)
        if sample.isUndoneToTheBit { #expect(try sample.bytes(prepared.path) == bytes) }
        try run(prepared, .back)
    }

    private struct Cut: Error {}

    /// As often as UNLOOP_KILLS says; 200 in a long run.
    private static let kills =
        ProcessInfo.processInfo.environment["UNLOOP_KILLS"].flatMap { Int($0) } ?? LongSeries.choose(20, of: 200)

    @Test("that are killed and begun again end whole", arguments: SampleDisk.allCases)
    func killed(_ sample: SampleDisk) throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(sample, in: folder)
        var writes: [Commit.Direction: Int] = [:]
        try UndoFile.forEachChange(in: prepared.undo, disks: 1) { change in
            writes[.forward, default: 0] += 1
            // Where the file has grown, there is nothing to write back.
            if !change.old.isEmpty { writes[.back, default: 0] += 1 }
        }
        for kill in 0..<max(2, Self.kills / SampleDisk.allCases.count) {
            let direction: Commit.Direction = kill % 2 == 0 ? .forward : .back
            var left = kill % (try #require(writes[direction]))
            // The program that writes is killed while it may still write the change before, or nothing more comes.
            #expect(throws: (any Error).self) {
                try run(prepared, direction) { store in
                    defer { left -= 1 }
                    guard left == 0 else { return }
                    guard let store = store as? NetworkBlockStore else { throw Cut() }
                    store.kill()
                }
            }
            try run(prepared)
            #expect(try sample.guest(prepared.path, in: folder) == prepared.wanted)
            if sample == .qcow2 {
                let options = "driver=qcow2,file.driver=file,file.locking=off,file.filename=\(prepared.path)"
                try Shell.run(["qemu-img", "check", "-q", "-r", "leaks", "--image-opts", options])
            }
        }
    }

    @Test("A guest that changes a partition table is not believed", arguments: [0, SampleDisk.size - 512])
    func partitionTable(_ place: Int64) throws {
        let folder = try ScratchFolder()
        let work = try ApplianceFolder()
        let path = try SampleDisk.raw.make(in: folder)
        let overlay = try Overlay(of: try OfflineDisk(path), at: work("overlay"), in: work)
        let guest = try NetworkBlockStore(overlay.guest, isReadOnly: false, folder: work.path, name: path)
        try guest.write([UInt8](repeating: 3, count: 512), at: place)
        try guest.close()
        let error = #expect(throws: OfflineRepairError.self) { try overlay.expectTablesUnchanged() }
        #expect(error?.code == .notProven)
    }

    @Test("A disk that was changed since is not written")
    func changed() throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(.raw, in: folder)
        do { try FileStore(prepared.path, forWriting: true).write([99], at: 15 << 20 + 5) }
        let bytes = try SampleDisk.raw.bytes(prepared.path)
        let error = #expect(throws: OfflineRepairError.self) { try run(prepared) }
        #expect(error?.code == .diskChanged)
        #expect(try SampleDisk.raw.bytes(prepared.path) == bytes)
    }

    /// A machine's folder of records with this commit in it, done.
    private func record(_ prepared: Prepared) throws -> String {
        let place = try MachineFolder(prepared.folder("records/m"))
        let folder = try place.newCommit()
        try FileManager.default.moveItem(atPath: prepared.undo, toPath: "\(folder)/\(CommitState.undoFile)")
        var state = prepared.state
        try state.write(folder)
        let held = try OpenDisks.known(state)
        try Commit(undo: "\(folder)/\(CommitState.undoFile)", disks: state.disks, folder: prepared.work)
            .run(.forward, on: held)
        try state.finish(.committed, of: held, in: folder)
        #expect(try CommitState.read(folder) == state)
        return place.path
    }

    @Test("An undo puts the last commit back, once", arguments: [SampleDisk.raw, .vhdx, .flatVMDK, .qcow2])
    func undo(_ sample: SampleDisk) throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(sample, in: folder)
        let (bytes, guest) = (try sample.bytes(prepared.path), try sample.guest(prepared.path, in: folder))
        let records = try record(prepared)
        #expect(try sample.guest(prepared.path, in: folder) == prepared.wanted)
        #expect(try OfflineRepair.undo(records) == [prepared.path])
        #expect(try sample.guest(prepared.path, in: folder) == guest)
        if sample.isUndoneToTheBit { #expect(try sample.bytes(prepared.path) == bytes) }
        #expect(try OfflineRepair.undo(records) == [])
    }

    @Test("Once its machine was started, nothing is put back")
    func startedSince() throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(.raw, in: folder)
        let records = try record(prepared)
        // Far from all that was changed.
        do { try FileStore(prepared.path, forWriting: true).write([1], at: 3 << 20) }
        let bytes = try SampleDisk.raw.bytes(prepared.path)
        let error = #expect(throws: OfflineRepairError.self) { try OfflineRepair.undo(records) }
        #expect(error?.code == .diskChanged && error?.message.contains("snapshot of your own") == true)
        #expect(try SampleDisk.raw.bytes(prepared.path) == bytes)
    }

    @Test("Once other disks hold the differences to it, nothing is put back")
    func snapshotSince() throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(.raw, in: folder)
        let records = try record(prepared)
        let bytes = try SampleDisk.raw.bytes(prepared.path)
        // As libvirt names the child of a snapshot.
        try Shell.run(
            ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", prepared.path, folder("disk.before-update")])
        let error = #expect(throws: OfflineRepairError.self) { try OfflineRepair.undo(records) }
        #expect(error?.code == .diskHasChildren)
        #expect(try SampleDisk.raw.bytes(prepared.path) == bytes)
    }

    @Test(
        "A disk that was cut, or in whose place is another one, is not written",
        arguments: [SampleDisk.raw, .qcow2, .vhdx])
    func cut(_ sample: SampleDisk) throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(sample, in: folder)
        for length in [512, 8 << 10, 100 << 10] {
            try FileManager.default.removeItem(atPath: prepared.path)
            try folder.write("disk.\(sample.ending)", [UInt8](repeating: 0, count: length))
            let error = #expect(throws: OfflineRepairError.self) { try run(prepared) }
            #expect(error?.code == .diskChanged, "\(String(describing: error))")
            #expect(try folder.read("disk.\(sample.ending)") == [UInt8](repeating: 0, count: length))
        }
    }

    @Test("A commit that was cut off goes on only with the record that proves it")
    func withoutRecord() throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(.raw, in: folder)
        let commit = try MachineFolder(folder("records/m")).newCommit()
        try FileManager.default.moveItem(atPath: prepared.undo, toPath: "\(commit)/\(CommitState.undoFile)")
        try prepared.state.write(commit)
        let bytes = try SampleDisk.raw.bytes(prepared.path)
        let options = RepairOptions(image: ApplianceImage(kernel: "/none", initrd: "/none"), folder: folder("records"))
        let reports = OfflineRepair.run(
            [try OfflineMachine(name: "m", disks: [prepared.path])], keys: [], options: options, jobs: 1)
        #expect(reports[0].outcome == .failed && reports[0].isCommitted == nil && reports[0].undo != nil)
        #expect(reports[0].reason == OfflineRepairErrorCode.notProven.rawValue, "\(reports[0].text)")
        #expect(try SampleDisk.raw.bytes(prepared.path) == bytes)
    }

    @Test("An undo file that is damaged anywhere is not used")
    func damagedUndo() throws {
        let folder = try ScratchFolder()
        let prepared = try prepare(.raw, in: folder)
        let sound = try Data(contentsOf: URL(fileURLWithPath: prepared.undo))
        let before = try SampleDisk.raw.bytes(prepared.path)
        for place in [0, 17, 30, 40, sound.count / 2, sound.count - 1] {
            var damaged = sound
            damaged[place] ^= 1
            try damaged.write(to: URL(fileURLWithPath: prepared.undo))
            #expect(throws: (any Error).self) { try run(prepared) }
        }
        for length in [0, 10, 33, sound.count - 1] {
            try sound.prefix(length).write(to: URL(fileURLWithPath: prepared.undo))
            #expect(throws: (any Error).self) { try run(prepared) }
        }
        #expect(try SampleDisk.raw.bytes(prepared.path) == before)
    }

    @Test("The undo file has exactly these bytes")
    func format() throws {
        let folder = try ScratchFolder()
        let writer = try UndoFile.Writer(folder("changes"))
        try writer.add(Change(disk: 1, offset: 0x0102, old: [7], new: [8, 9]))
        try writer.finish()
        let bytes = try folder.read("changes")
        let wanted =
            Array("unloop-undo/1\n\0\0".utf8) + [1, 0, 0, 0] + [2, 1, 0, 0, 0, 0, 0, 0] + [1, 0, 0, 0] + [2, 0, 0, 0]
            + [7, 8, 9] + [255, 255, 255, 255]
        #expect(bytes.dropLast(32) == wanted[...])
        var read: [Change] = []
        try UndoFile.forEachChange(in: folder("changes"), disks: 2) { read.append($0) }
        #expect(read == [Change(disk: 1, offset: 0x0102, old: [7], new: [8, 9])])
    }

    /// A hard stop leaves one, and QEMU opens such a disk only for writing.
    @Test("A VHDX with an open log is replayed in the overlay, and put back to the bit")
    func openLog() throws {
        let folder = try ScratchFolder()
        let path = try SampleDisk.vhdx.make(in: folder)
        let work = try ApplianceFolder()
        // A write to the table of blocks (at 2 MiB) fails: it is in the log, and nowhere else.
        let failing = QEMUOptions("blkdebug").with("image", QEMUOptions("file").with("filename", path))
            .with("inject-error.0.event", "none").with("inject-error.0.iotype", "write")
            .with("inject-error.0.errno", "5").with("inject-error.0.sector", "4096")
        let store = try NetworkBlockStore(
            QEMUOptions("vhdx").with("file", failing), isReadOnly: false, folder: work.path, name: path)
        #expect(throws: OfflineRepairError.self) { try store.write([UInt8](repeating: 5, count: 4096), at: 20 << 20) }
        store.kill()
        try? store.close()
        let bytes = try SampleDisk.vhdx.bytes(path)
        let headers = [64 << 10, 128 << 10].map { bytes[$0 + 48..<$0 + 64].contains { $0 != 0 } }
        #expect(headers.contains(true), "the log is open")
        let disk = try OfflineDisk(path)
        let overlay = try Overlay(of: disk, at: work("overlay"), in: work)
        #expect(try SampleDisk.vhdx.bytes(path) == bytes)
        let undo = try UndoFile.Writer(folder("changes"))
        try overlay.forEachChange(disk: 0) { try undo.add($0) }
        try undo.finish()
        let states = [DiskState(disk)]
        let commit = Commit(undo: folder("changes"), disks: states, folder: work)
        try commit.run(.forward, on: [disk])
        let now = try SampleDisk.vhdx.bytes(path)
        #expect(now != bytes && headers.count == 2)
        let after = [64 << 10, 128 << 10].map { now[$0 + 48..<$0 + 64].contains { $0 != 0 } }
        #expect(after.contains(false), "the log was replayed")
        try commit.run(.back, on: [disk])
        #expect(try SampleDisk.vhdx.bytes(path) == bytes)
    }
}

internal import AtomicFiles
internal import Diagnostics
internal import Foundation

/// What became of a commit: `state.json` beside its undo file, format `unloop-commit/1`.
struct CommitState: Codable, Equatable {
    enum Phase: String, Codable {
        /// The undo file is whole; some of its changes may be on the disks.
        case committing
        /// All changes are on the disks, and were read back.
        case committed
        /// Some changes may be taken back.
        case undoing
        /// All changes are taken back, and were read back.
        case undone
    }

    static let currentSchema = "unloop-commit/1"
    static let stateFile = "state.json"
    static let undoFile = "changes"

    var schema = currentSchema
    let machine: String
    var phase: Phase
    var disks: [DiskState]
    /// The path of the log that proves the outcome, in the machine's folder.
    let log: String

    static func read(_ folder: String) throws -> CommitState {
        let path = "\(folder)/\(stateFile)"
        do {
            let state = try JSONDecoder().decode(CommitState.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
            guard state.schema == currentSchema else {
                throw OfflineRepairError(
                    .undoUnusable, "\(path): of another version of Unloop (\(state.schema.prefix(40)))")
            }
            return state
        } catch let error as OfflineRepairError {
            throw error
        } catch {
            throw OfflineRepairError(
                .undoUnusable, "\(path): cannot be read; look for another copy of it", cause: error)
        }
    }

    /// Notes that a commit or an undo is done, and when the disks were changed for the last time.
    mutating func finish(_ phase: Phase, of held: [OfflineDisk], in folder: String) throws {
        self.phase = phase
        for (index, disk) in held.enumerated() { disks[index].modified = disk.modified }
        try write(folder)
    }

    /// Throws where a disk was written since its commit was done: to put back a part of what was there would spoil the rest.
    func expectUntouched(_ held: [OfflineDisk]) throws {
        guard phase == .committed else { return }
        for (state, disk) in zip(disks, held) where state.modified != disk.modified {
            throw OfflineRepairError(
                .diskChanged,
                "\(state.path): changed since it was repaired, as by a start of its machine; nothing was written. Restore a "
                    + "snapshot of your own")
        }
    }

    /// Puts the state on the medium, whole or not at all.
    func write(_ folder: String) throws {
        let path = "\(folder)/\(Self.stateFile)"
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try AtomicFile.write([UInt8](encoder.encode(self)) + [10], to: path)
            // With the folders above it, which may be new: the commit's own, all commits', the machine's, all machines'.
            var place = folder
            for _ in 0..<4 {
                try Self.sync(place)
                place = (place as NSString).deletingLastPathComponent
            }
        } catch {
            throw OfflineRepairError.record(path, error)
        }
    }

    private static func sync(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError(call: "open", object: folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemCallError(call: "fsync", object: folder) }
    }
}

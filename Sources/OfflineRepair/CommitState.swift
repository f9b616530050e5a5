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
    let disks: [DiskState]
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

    /// Puts the state on the medium, whole or not at all.
    func write(_ folder: String) throws {
        let path = "\(folder)/\(Self.stateFile)"
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try AtomicFile.write([UInt8](encoder.encode(self)) + [10], to: path)
            try Self.sync(folder)
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

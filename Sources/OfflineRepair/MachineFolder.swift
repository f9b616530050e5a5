internal import Diagnostics
internal import Foundation

/// The folder of a machine's records: `logs/` and `quarantine/` as on a stick, and `undo/` with a folder for each commit.
final class MachineFolder {
    let path: String
    private let lock: CInt

    /// Opens or makes the folder, and keeps other runs away from it.
    init(_ path: String) throws {
        self.path = URL(fileURLWithPath: path).path
        do {
            try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
        } catch {
            throw OfflineRepairError.record(path, error)
        }
        let name = "\(self.path)/.lock"
        lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw OfflineRepairError.record(name, SystemCallError(call: "open", object: name)) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            close(lock)
            throw OfflineRepairError(.busy, "\(path): another run works on this machine; wait until it has ended")
        }
    }

    /// Opens a folder that is there.
    convenience init(existing path: String) throws {
        guard FileManager.default.fileExists(atPath: "\(path)/undo") else {
            throw OfflineRepairError(
                .undoUnusable, "\(path): nothing was committed there; name the folder of a machine, such as DIR/web01")
        }
        try self.init(path)
    }

    deinit { close(lock) }

    /// The folders of commits with a state, in their order.
    func commits() throws -> [(folder: String, state: CommitState)] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/undo")) ?? []).sorted()
        var commits: [(folder: String, state: CommitState)] = []
        for name in names where !name.hasPrefix(".") {
            let folder = "\(path)/undo/\(name)"
            // What was cut off before it had a state has changed nothing.
            guard FileManager.default.fileExists(atPath: "\(folder)/\(CommitState.stateFile)") else { continue }
            commits.append((folder, try CommitState.read(folder)))
        }
        return commits
    }

    /// A new folder for a commit.
    func newCommit() throws -> String {
        let parent = "\(path)/undo"
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            let used = try FileManager.default.contentsOfDirectory(atPath: parent).compactMap { Int($0) }.max() ?? 0
            let number = String(used + 1)
            let folder = "\(parent)/\(String(repeating: "0", count: max(0, 4 - number.count)))\(number)"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            return folder
        } catch {
            throw OfflineRepairError.record(parent, error)
        }
    }

    /// Takes over files of the appliance's record. None replaces another one.
    func add(_ items: [LogDisk.Item]) throws {
        for item in items {
            let place = "\(path)/\(item.path)"
            do {
                try FileManager.default.createDirectory(
                    atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                let file = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
                guard file >= 0 else { throw SystemCallError(call: "open", object: place) }
                let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
                try handle.write(contentsOf: Data(item.content))
                try handle.synchronize()
            } catch {
                throw OfflineRepairError.record(place, error)
            }
        }
    }
}

internal import Foundation

/// Finds the logs that a path stands for.
public enum RecoveryLogFinder {
    /// The paths of the logs: the path itself if it is a file, else the `.jsonl` files of `logs` in it, or of the folder
    /// itself when it has no `logs`, and of the folders one level below: a stick has one for each day. Sorted by the
    /// files' names, which is by time.
    public static func logs(at path: String) throws(RecoveryLogReadError) -> [String] {
        guard isFolder(path) else { return [path] }
        let inside = joined(path, "logs")
        let folder = isFolder(inside) ? inside : path
        var logs: [(name: String, path: String)] = []
        for name in try names(in: folder) {
            let below = joined(folder, name)
            if isLog(name) {
                logs.append((name, below))
            } else if isFolder(below) {
                logs += try names(in: below).filter(isLog).map { ($0, joined(below, $0)) }
            }
        }
        guard !logs.isEmpty else {
            throw RecoveryLogReadError(
                .noLogs, "\(folder) has no .jsonl file; name the partition UNLOOP-LOG of a stick, or its folder logs")
        }
        return logs.sorted { $0 < $1 }.map(\.path)
    }

    private static func isLog(_ name: String) -> Bool { name.lowercased().hasSuffix(".jsonl") }

    /// Editors and macOS leave files that begin with a dot beside others.
    private static func names(in folder: String) throws(RecoveryLogReadError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
        } catch {
            throw RecoveryLogReadError(.notReadable, "\(folder) cannot be listed; check its permissions", cause: error)
        }
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}

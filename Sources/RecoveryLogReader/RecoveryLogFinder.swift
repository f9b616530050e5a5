internal import Foundation

/// Finds the logs that a path stands for.
public enum RecoveryLogFinder {
    /// The paths of the logs: the path itself if it is a file, else the `.jsonl` files of `logs` in it, or of the folder
    /// itself when it has no `logs`. Sorted by name, which is by time.
    public static func logs(at path: String) throws(RecoveryLogReadError) -> [String] {
        guard isFolder(path) else { return [path] }
        let inside = path.hasSuffix("/") ? path + "logs" : path + "/logs"
        let folder = isFolder(inside) ? inside : path
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw RecoveryLogReadError(.notReadable, "\(folder) cannot be listed; check its permissions", cause: error)
        }
        // Editors and macOS leave files that begin with a dot beside others.
        let logs = names.filter { $0.lowercased().hasSuffix(".jsonl") && !$0.hasPrefix(".") }.sorted()
        guard !logs.isEmpty else {
            throw RecoveryLogReadError(
                .noLogs, "\(folder) has no .jsonl file; name the partition UNLOOP-LOG of a stick, or its folder logs")
        }
        return logs.map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}

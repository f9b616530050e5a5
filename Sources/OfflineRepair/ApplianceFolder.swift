internal import AtomicFiles
internal import Foundation

/// A private folder in memory for overlays, log disk and sockets; gone with the run, or with the next one where this is
/// killed.
final class ApplianceFolder {
    private let folder: WorkFolder
    /// Whether nothing in it reaches a disk.
    let isInMemory: Bool

    init() throws(OfflineRepairError) {
        let memory = "/dev/shm"
        isInMemory = access(memory, W_OK | X_OK) == 0
        let parent = isInMemory ? memory : FileManager.default.temporaryDirectory.path
        do {
            folder = try WorkFolder(in: parent)
        } catch {
            throw OfflineRepairError.record(parent, error)
        }
    }

    var path: String { folder.path }

    func callAsFunction(_ name: String) -> String { folder(name) }
}

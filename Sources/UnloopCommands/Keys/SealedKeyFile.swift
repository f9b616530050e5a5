internal import Diagnostics
internal import Foundation
internal import RecoveryKeys
internal import RecoveryLog
internal import Secrets
internal import Vocabulary

/// A sealed file of keys that is written.
struct SealedKeyFile {
    /// The path as it was given.
    let path: String
    let console: Console
    private var draft: FileDraft?

    init(path: String, console: Console) {
        self.path = path
        self.console = console
    }

    /// Keeps other commands from writing the file, from before it is read to when it is written.
    mutating func hold() throws(KeyCommandError) {
        do throws(SystemCallError) {
            draft = try makeDraft()
        } catch {
            throw unwritable(error)
        }
    }

    private func makeDraft() throws(SystemCallError) -> FileDraft {
        try FileDraft(of: path) { console.note("Waiting for another unloop that writes \(path) …") }
    }

    /// Fails if something exists at the path: keys must not be lost by overwriting them.
    func requireAbsence() throws(KeyCommandError) {
        var status = stat()
        if lstat(path, &status) == 0 { throw exists }
    }

    /// Seals the keys, and puts the file in place in one step. Only its owner may read it.
    ///
    /// - Parameter isNew: whether there must be no file at the path.
    func write(_ entries: [KeyEntry], passphrase: SecretBytes, isNew: Bool) throws {
        guard !entries.isEmpty else {
            throw KeyCommandError(.noKeys, "no key left to seal; check the list of machines")
        }
        console.note("Sealing \(path) …")
        var table = KeyTable.encode(entries)
        defer { table.wipe() }
        let sealed = try SealedFile.seal(table, passphrase: passphrase)
        guard sealed.count <= Limit.keyFile else {
            throw CommandFileError.tooLarge(path, limit: Limit.keyFile)
        }
        do throws(SystemCallError) {
            let draft = if let draft { draft } else { try makeDraft() }
            try draft.replace(with: sealed, isNew: isNew)
        } catch {
            throw error.number == EEXIST ? exists : unwritable(error)
        }
    }

    /// Says what was sealed, and where the file goes.
    func report(_ entries: [KeyEntry]) {
        console.note("Sealed \(entries.count) keys. Copy the file to the folder keys of the partition UNLOOP-LOG.")
        print(path)
    }

    private var exists: KeyCommandError {
        KeyCommandError(
            .outputExists, "\(path): exists already; add to it with \"unloop keys add\", or name another --output")
    }

    private func unwritable(_ cause: SystemCallError) -> KeyCommandError {
        let place = cause.object == "\(path).new" ? "; it is written as \(path).new first" : ""
        return KeyCommandError(
            .unwritable,
            "\(path): cannot be written: \(String(cString: strerror(cause.number)))\(place); check its folder's "
                + "permissions and free space, or name another file",
            cause: cause)
    }
}

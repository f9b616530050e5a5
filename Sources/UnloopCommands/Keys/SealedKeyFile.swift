internal import Diagnostics
internal import Foundation
internal import RecoveryKeys
internal import RecoveryLog
internal import Vocabulary

/// A sealed file of keys that is written.
struct SealedKeyFile {
    let path: String

    /// Fails if there is something at the path: keys must not be lost by overwriting them.
    func requireAbsence() throws {
        var status = stat()
        guard lstat(path, &status) != 0 else {
            throw KeyCommandError(
                .outputExists, "\(path): is there already; add to it with \"unloop keys add\", or name another --output"
            )
        }
    }

    /// Seals the keys, and puts the file in place in one step. Only its owner may read it.
    func write(_ entries: [KeyEntry], passphrase: SecretBytes) throws {
        guard !entries.isEmpty else {
            throw KeyCommandError(.noKeys, "no key is left to be sealed; check the list of machines")
        }
        StandardError.write("Sealing \(displaySafe(path)) …\n")
        var table = KeyTable.encode(entries)
        defer { table.wipe() }
        let sealed = try SealedFile.seal(table, passphrase: passphrase)
        let draft = "\(path).new-\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable() }
        do {
            defer { close(descriptor) }
            var rest = sealed[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw unwritable(removing: draft) }
                rest = rest.dropFirst(count)
            }
            guard fsync(descriptor) == 0 else { throw unwritable(removing: draft) }
        }
        guard rename(draft, path) == 0 else { throw unwritable(removing: draft) }
    }

    /// Tells what was sealed, and where the file goes.
    func report(_ entries: [KeyEntry]) {
        StandardError.write(
            "Sealed \(entries.count) keys. Copy the file to the folder keys of the partition UNLOOP-LOG.\n")
        print(path)
    }

    private func unwritable(removing draft: String? = nil) -> KeyCommandError {
        let cause = SystemCallError(call: "write", object: path)
        if let draft { unlink(draft) }
        return KeyCommandError(
            .unwritable,
            "\(path): cannot be written: \(String(cString: strerror(cause.number))); name another --output",
            cause: cause)
    }
}

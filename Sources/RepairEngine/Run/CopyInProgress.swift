internal import Digests

/// Hashes a file as it is read and, where there is a quarantine, writes a copy beside it. A medium that fails stops the
/// copy, not the hash: the error is reported at the end.
final class CopyInProgress {
    private let hasher = SHA256Hasher()
    private var copy: (any QuarantineCopy)?
    private var error: (any Error)?

    /// Hashes alone.
    init() {}

    /// Starts a copy in a quarantine, if there is one. What prevents the copy is said by `finish`.
    static func begin(_ name: String, in quarantine: (any Quarantine)?) -> CopyInProgress {
        let copying = CopyInProgress()
        do {
            copying.copy = try quarantine?.begin(name)
        } catch {
            copying.error = error
        }
        return copying
    }

    func add(_ bytes: UnsafeRawBufferPointer) {
        hasher.update(bytes)
        do {
            try copy?.write(bytes)
        } catch {
            self.error = error
            abandon()
        }
    }

    func abandon() {
        copy?.abandon()
        copy = nil
    }

    /// The hash, and the copy's path if there is a copy; otherwise what prevented it, if something did.
    func finish() -> (sha256: SHA256Digest, path: String?, error: (any Error)?) {
        var path: String?
        do {
            path = try copy?.finish()
        } catch {
            self.error = error
            abandon()
        }
        return (hasher.finalize(), path, error)
    }
}

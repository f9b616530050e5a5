internal import CCryptsetup
internal import Glibc

/// libcryptsetup's handle of a BitLocker volume. One thread at a time.
final class BitLockerHandle {
    let pointer: OpaquePointer
    private let path: String

    /// Reads the volume's metadata.
    init(_ path: String) throws(VolumeError) {
        self.path = path
        // What the library wants to say is said by our errors; its own lines would go to the console.
        crypt_set_log_callback(nil, { _, _, _ in }, nil)
        var pointer: OpaquePointer?
        let status = crypt_init(&pointer, path)
        guard status >= 0, let pointer else {
            throw VolumeError(.damagedBitLocker, "\(path) cannot be opened (errno \(-status))")
        }
        self.pointer = pointer
        let loaded = crypt_load(pointer, CRYPT_BITLK, nil)
        guard loaded >= 0 else { throw error(loaded, doing: "read") }
    }

    deinit { crypt_free(pointer) }

    /// What libcryptsetup's status means for a person.
    func error(_ status: CInt, doing what: String) -> VolumeError {
        switch -status {
        case EPERM: VolumeError(.wrongKey, "\(path): the key does not open this volume")
        case ENOTSUP:
            VolumeError(
                .unsupportedBitLocker,
                "\(path): a BitLocker volume of this kind or in this state (Vista's, half encrypted or half decrypted) "
                    + "cannot be \(what); let Windows finish, or use its own recovery")
        case EINVAL:
            VolumeError(
                .damagedBitLocker,
                "\(path): its BitLocker metadata is damaged or was tampered with, and it cannot be \(what); repair-bde may "
                    + "still save the data")
        default: VolumeError(.damagedBitLocker, "\(path): cannot be \(what) (errno \(-status))")
        }
    }
}

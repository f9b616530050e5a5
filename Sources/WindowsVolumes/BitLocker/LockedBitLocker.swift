internal import CCryptsetup
public import Diagnostics
internal import Glibc
internal import Secrets

/// A locked BitLocker volume, as libcryptsetup handles it. Used by one thread at a time; several volumes may be worked on
/// side by side once they are made.
public final class LockedBitLocker: Sendable {
    // Set before the object exists; what it points to is the library's, which keeps volumes apart.
    nonisolated(unsafe) let pointer: OpaquePointer
    private let path: String
    private let messages = LibraryMessages()

    /// Reads the volume's metadata.
    ///
    /// - Parameter path: The encrypted volume: a device or an image file.
    /// - Throws: `VolumeError`: `unsupportedBitLocker`, `damagedBitLocker`.
    public init(path: String) throws(VolumeError) {
        self.path = path
        var pointer: OpaquePointer?
        let status = crypt_init(&pointer, path)
        guard status >= 0, let pointer else {
            throw VolumeError(.damagedBitLocker, "\(path): cannot be opened (errno \(-status))")
        }
        self.pointer = pointer
        messages.listen(to: pointer)
        let loaded = crypt_load(pointer, CRYPT_BITLK, nil)
        guard loaded >= 0 else { throw error(loaded, doing: "read") }
    }

    deinit { crypt_free(pointer) }

    /// The volume's key, by one of its protectors.
    ///
    /// For recovery passwords and passwords this is the key stretch (2^20 rounds of SHA-256: under a second on hardware of
    /// today). Nothing but the volume's metadata is touched, and that is read only.
    ///
    /// - Throws: `VolumeError`: `wrongKey`, `unsupportedBitLocker`, `damagedBitLocker`.
    public func key(with secret: BitLockerSecret) throws(VolumeError) -> VolumeKey {
        // AES-XTS-256 and AES-256 with diffuser have the longest keys, of 64 bytes.
        var status: CInt = 0
        let key = SecretBytes(capacity: 256) { buffer in
            var count = buffer.count
            let target = buffer.bindMemory(to: CChar.self).baseAddress
            status =
                switch secret {
                case .clearKey: crypt_volume_key_get(pointer, CRYPT_ANY_SLOT, target, &count, nil, 0)
                case .bytes(let bytes):
                    crypt_volume_key_get(
                        pointer, CRYPT_ANY_SLOT, target, &count, bytes.bindMemory(to: CChar.self).baseAddress,
                        bytes.count)
                }
            return status >= 0 ? count : 0
        }
        guard status >= 0 else {
            // A key that does not fit and metadata that were tampered with both end in EINVAL; only the library's
            // message tells them apart (lib/bitlk/bitlk.c, BITLK_get_volume_key).
            if -status == EINVAL, !messages.tellOfTampering {
                throw VolumeError(.wrongKey, "\(path): the key does not open this volume")
            }
            throw error(status, doing: "unlocked")
        }
        return VolumeKey(key)
    }

    /// What libcryptsetup's status means for a person.
    func error(_ status: CInt, doing what: String) -> VolumeError {
        switch -status {
        case EPERM: VolumeError(.wrongKey, "\(path): the key does not open this volume")
        case ENOTSUP:
            VolumeError(
                .unsupportedBitLocker,
                "\(path): BitLocker of Windows Vista, or half encrypted or decrypted, cannot be \(what); let Windows finish, "
                    + "or use its own recovery")
        case EINVAL:
            VolumeError(
                .damagedBitLocker,
                "\(path): cannot be \(what); its BitLocker metadata is damaged or was tampered with. repair-bde may still "
                    + "save the data")
        default: VolumeError(.damagedBitLocker, "\(path): cannot be \(what) (errno \(-status))")
        }
    }
}

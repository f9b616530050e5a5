internal import CCryptsetup

/// Computes the volume key from a secret.
public enum BitLockerUnlocking {
    /// The key of a volume, by one of its protectors.
    ///
    /// For recovery passwords and passwords this is the key stretch (2^20 rounds of SHA-256: under a second on hardware of
    /// today). It touches nothing but the volume's metadata, so that several volumes can be worked on side by side.
    ///
    /// - Parameter path: The encrypted volume: a device or an image file.
    /// - Throws: `VolumeError`: `wrongKey`, `unsupportedBitLocker`, `damagedBitLocker`.
    public static func key(of path: String, with secret: BitLockerSecret) throws(VolumeError) -> VolumeKey {
        let handle = try BitLockerHandle(path)
        // AES-XTS-256 has the longest key, with 64 bytes; AES with diffuser as long a one.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 16)
        var count = buffer.count
        let target = buffer.bindMemory(to: CChar.self).baseAddress
        let status: CInt =
            switch secret {
            case .clearKey: crypt_volume_key_get(handle.pointer, CRYPT_ANY_SLOT, target, &count, nil, 0)
            case .bytes(let bytes):
                crypt_volume_key_get(
                    handle.pointer, CRYPT_ANY_SLOT, target, &count, bytes.bindMemory(to: CChar.self).baseAddress,
                    bytes.count)
            }
        let key = VolumeKey(owning: buffer, count: status >= 0 ? min(count, buffer.count) : 0)
        guard status >= 0 else { throw handle.error(status, doing: "unlocked") }
        return key
    }
}

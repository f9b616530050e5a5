internal import Diagnostics
internal import RecoveryKeys
internal import RecoveryLog
internal import Secrets
internal import WindowsVolumes

/// A key, and the key protector that it may be for.
struct Attempt: Sendable {
    /// Its identifier is empty when several protectors could be meant.
    let protector: BitLockerProtector
    /// Nil for a clear key.
    let entry: KeyEntry?

    /// The volume's key, if this one opens it.
    func key(of volume: LockedBitLocker) throws(VolumeError) -> VolumeKey {
        guard let entry else { return try volume.key(with: .clearKey) }
        func key(_ bytes: UnsafeRawBufferPointer) throws(VolumeError) -> VolumeKey {
            try volume.key(with: .bytes(bytes))
        }
        return switch entry.secret {
        case .recoveryPassword(let password): try password.withText(key)
        case .startupKey(let file): try file.withFile(key)
        case .passphrase(let text): try text.withBytes(key)
        }
    }

    /// Whether this key can be one of the volume's; true for one that says so itself, and wherever only libcryptsetup can tell.
    func mayFit(_ check: BitLockerKeyCheck) -> Bool {
        guard let entry, entry.facts.protectorID == nil || entry.facts.protectorID != ProtectorID(protector.id) else {
            return true
        }
        let fits: Bool? =
            switch entry.secret {
            case .recoveryPassword(let password): password.withText { check.fits(recoveryPassword: $0) }
            case .passphrase(let text): text.withBytes { check.fits(password: $0) }
            case .startupKey: nil
            }
        return fits ?? true
    }

    /// What the log says when it has opened a volume.
    func event(on device: String) -> UnlockedEvent {
        UnlockedEvent(
            device: device, protectorKind: protector.kind, protectorID: protector.id.isEmpty ? nil : protector.id,
            source: entry?.origin.description)
    }
}

public import RecoveryLog
public import Vocabulary

/// Opens locked volumes with the keys that there are.
public protocol VolumeUnlocker: AnyObject {
    /// Tries to open a BitLocker volume. Nothing is written to it, whatever comes of it.
    func unlock(_ volume: any RepairableVolume, _ state: BitLockerState) -> UnlockResult
}

/// What came of an attempt to open a locked volume.
public enum UnlockResult {
    /// It is open.
    case opened(any UnlockedVolume)
    /// It stays locked: the reason's code, and the reason in plain words.
    case locked(code: ReasonCode, reason: String)
}

/// An open BitLocker volume.
public protocol UnlockedVolume: AnyObject {
    /// Its plain content, under the reference of the encrypted volume.
    var content: any RepairableVolume { get }
    /// Which key opened it.
    var event: UnlockedEvent { get }
    /// Locks it again.
    func close() throws
}

public import RecoveryLog

/// A BitLocker volume as its metadata describes it: all that a key is looked up by.
public struct LockedVolume: Sendable, Equatable {
    /// How the log and the screen name it.
    public let reference: VolumeReference
    /// Its identifier and its key protectors.
    public let state: BitLockerState
    /// The name of the computer that encrypted it, where the metadata has one.
    public var computerName: String? { state.computerName }

    /// A volume from what its metadata says.
    public init(reference: VolumeReference, state: BitLockerState) {
        self.reference = reference
        self.state = state
    }
}

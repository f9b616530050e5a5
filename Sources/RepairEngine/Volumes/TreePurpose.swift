public import RecoveryLog

/// What a volume is mounted for.
public enum TreePurpose: Sendable, CaseIterable {
    /// To look: not one byte of the volume changes.
    case look
    /// To try a change on a copy in memory: not one byte of the volume changes, and what is changed is lost afterwards.
    case rehearse
    /// To try the change with the driver that is not the usual one.
    case rehearseWithOtherDriver
    /// To change it.
    case write
    /// To change it with the driver that is not the usual one.
    case writeWithOtherDriver
    /// To look again at what was changed.
    case verify

    /// The word in the log. A rehearsal is not in it: nothing comes of it but a result.
    public var logged: MountedEvent.Purpose? {
        switch self {
        case .look: .look
        case .rehearse, .rehearseWithOtherDriver: nil
        case .write, .writeWithOtherDriver: .write
        case .verify: .verify
        }
    }
}

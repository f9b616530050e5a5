public import RecoveryLog

/// What a volume is mounted for.
public enum TreePurpose: Sendable, CaseIterable {
    /// To look: not one byte of the volume changes.
    case look
    /// To try a change on a copy in memory: not one byte of the volume changes, and what is changed is lost afterwards.
    case rehearse
    /// To change it.
    case write
    /// To look again at what was changed.
    case verify

    /// The word in the log. A rehearsal is not in it: nothing comes of it but a result.
    public var logged: MountedEvent.Purpose? {
        switch self {
        case .look: .look
        case .rehearse: nil
        case .write: .write
        case .verify: .verify
        }
    }
}

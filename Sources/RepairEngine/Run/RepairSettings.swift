/// What a run may do.
public struct RepairSettings: Sendable, Equatable {
    /// What to do about a volume whose dirty flag is set.
    public enum DirtyPolicy: String, Sendable, CaseIterable {
        /// Override the flag for the removal; it stays set, so that Windows checks the volume at its next start.
        case override
        /// Leave the volume as it is.
        case refuse
    }

    /// What to do about a Windows that is hibernated or was shut down by Fast Startup.
    public enum HibernationPolicy: String, Sendable, CaseIterable {
        /// Leave its volume as it is, and every other one that it may hold open.
        case refuse
        /// Give up the suspended session on a volume from which something has to go, and take no notice of others.
        case discard
    }

    /// Only look: change nothing, and tell what would be removed.
    public var lookOnly: Bool
    /// What to do about a volume whose dirty flag is set.
    public var dirty: DirtyPolicy
    /// What to do about a hibernated Windows.
    public var hibernated: HibernationPolicy
    /// Whether what is removed is copied first; without, it is hashed and recorded all the same.
    public var keepsCopies: Bool

    /// Settings; without any, a repair that overrides dirty flags, leaves a hibernated Windows alone and keeps copies.
    public init(
        lookOnly: Bool = false, dirty: DirtyPolicy = .override, hibernated: HibernationPolicy = .refuse,
        keepsCopies: Bool = true
    ) {
        self.lookOnly = lookOnly
        self.dirty = dirty
        self.hibernated = hibernated
        self.keepsCopies = keepsCopies
    }
}

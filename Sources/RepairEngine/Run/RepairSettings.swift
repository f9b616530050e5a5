/// What a run may do.
public struct RepairSettings: Sendable, Equatable {
    /// What to do about a volume whose dirty flag is set.
    public enum DirtyPolicy: String, Sendable, CaseIterable {
        /// Override the flag for the removal; it stays set, so that Windows checks the volume at its next start.
        case override
        /// Leave the volume as it is.
        case refuse
    }

    /// Only look: change nothing, and tell what would be removed.
    public var lookOnly: Bool
    /// What to do about a volume whose dirty flag is set.
    public var dirty: DirtyPolicy

    /// Settings; without any, a repair that overrides dirty flags.
    public init(lookOnly: Bool = false, dirty: DirtyPolicy = .override) {
        self.lookOnly = lookOnly
        self.dirty = dirty
    }
}

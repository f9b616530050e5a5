public import Vocabulary

/// What a run may do.
public struct RepairSettings: Sendable, Equatable {
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

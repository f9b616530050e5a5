public import Vocabulary

/// What a run may do.
public struct RepairSettings: Sendable, Equatable {
    /// Only look: change nothing, and say what would be removed.
    public var lookOnly: Bool
    /// What to do about a volume whose dirty flag is set.
    public var dirty: DirtyPolicy
    /// What to do about a hibernated Windows.
    public var hibernated: HibernationPolicy
    /// What to do about a Windows on a removable medium.
    public var removable: RemovablePolicy
    /// Whether what is removed is copied first; without, it is hashed and recorded all the same.
    public var keepsCopies: Bool

    /// Settings; without any, a repair that overrides dirty flags, leaves a hibernated Windows and removable media alone and keeps copies.
    public init(
        lookOnly: Bool = false, dirty: DirtyPolicy = .override, hibernated: HibernationPolicy = .refuse,
        removable: RemovablePolicy = .leave, keepsCopies: Bool = true
    ) {
        self.lookOnly = lookOnly
        self.dirty = dirty
        self.hibernated = hibernated
        self.removable = removable
        self.keepsCopies = keepsCopies
    }
}

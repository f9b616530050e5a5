/// What to do about a volume whose dirty flag is set: the value of `dirty` in the settings.
public enum DirtyPolicy: String, Sendable, CaseIterable {
    /// Override the flag for the removal; it stays set, so that Windows checks the volume at its next start.
    case override
    /// Leave the volume as it is.
    case refuse
}

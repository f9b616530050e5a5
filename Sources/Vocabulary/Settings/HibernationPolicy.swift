/// What to do about a Windows that is hibernated or was shut down with Fast Startup: the value of `hibernated` in the
/// settings.
public enum HibernationPolicy: String, Sendable, CaseIterable {
    /// Leave its volume as it is, and every other one that it may hold open.
    case refuse
    /// Give up the suspended session on a volume from which something has to go, and ignore others.
    case discard
}

/// One of the archives that make up Debian, each with its own address.
public enum Archive: String, Sendable, Hashable, CaseIterable {
    /// The releases, their point updates and the next suite.
    case main
    /// The security updates, which come from an archive of their own.
    case security
}

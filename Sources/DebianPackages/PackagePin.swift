/// Packages that come from one suite, which gives nothing else.
public struct PackagePin: Sendable, Hashable {
    /// The names of the packages that come from `suite`, and from nowhere else.
    public let packages: [String]
    /// The name of a suite of the request. All of its other packages are kept out.
    public let suite: String

    /// A pin with its parts.
    public init(packages: [String], suite: String) {
        self.packages = packages
        self.suite = suite
    }
}

/// The packages that are wanted and where they may come from.
public struct PackageRequest: Sendable, Hashable {
    /// Debian's name of the architecture, for example `amd64`.
    public let architecture: String
    /// The suites to resolve from. Of several versions the highest wins, unless a pin says otherwise.
    public let suites: [PackageSuite]
    /// Suites of which only the named packages are taken.
    public let pins: [PackagePin]
    /// The packages that are wanted; what they depend on comes with them, what they recommend does not.
    public let packages: [String]
    /// Packages that are left out although a dependency asks for them, with all that only they would bring.
    public let exclude: [String]

    /// A request with its parts; they are checked when it is resolved.
    public init(
        architecture: String, suites: [PackageSuite], pins: [PackagePin] = [], packages: [String],
        exclude: [String] = []
    ) {
        self.architecture = architecture
        self.suites = suites
        self.pins = pins
        self.packages = packages
        self.exclude = exclude
    }
}

/// What an image is made of: the content of a template's `template.yaml`, checked.
public struct ImageTemplate: Sendable, Equatable {
    /// A suite of the archive that packages are taken from.
    public struct Suite: Sendable, Equatable {
        public let name: String
        /// Whether the suite is in the security archive.
        public let isSecurity: Bool
        public let components: [String]
    }

    /// Packages that come from one suite, which gives nothing else.
    public struct Pin: Sendable, Equatable {
        public let suite: String
        public let packages: [String]
    }

    /// The format of the file: `unloop-template/1`.
    public static let schema = "unloop-template/1"

    /// Debian's name of the architecture. Only `amd64` is known.
    public let architecture: String
    public let suites: [Suite]
    public let pins: [Pin]
    /// What apt is asked for; dependencies come with them.
    public let packages: [String]
    /// Packages that a dependency asks for and that the image has no use for.
    public let excludedPackages: [String]
    /// The lowest versions that will do, by package.
    public let minimumVersions: [String: String]
    /// Paths of programs, and of libraries that are loaded by name at run time; their libraries come with them.
    public let programs: [String]
    /// Names under which busybox appears in `/usr/bin`.
    public let applets: [String]
    public let modules: ModuleSelection
    public let boot: BootMenu
    /// Files of remedies, relative to the template's folder.
    public let remedies: [String]
    /// Room for logs and quarantined files on the stick, in MiB.
    public let logSize: Int
}

/// What an image is made of: the content of a template's `template.yaml`, checked.
struct ImageTemplate: Sendable, Equatable {
    /// A suite of the archive that packages are taken from.
    struct Suite: Sendable, Equatable {
        let name: String
        /// Whether the suite is in the security archive.
        let isSecurity: Bool
        let components: [String]
    }

    /// Packages that come from one suite, which gives nothing else.
    struct Pin: Sendable, Equatable {
        let suite: String
        let packages: [String]
    }

    /// The format of the file: `unloop-template/1`.
    static let schema = "unloop-template/1"

    /// The processor that the image is for.
    let architecture: Architecture
    let suites: [Suite]
    let pins: [Pin]
    /// What apt is asked for; dependencies come with them.
    let packages: [String]
    /// Packages that a dependency asks for and that the image has no use for.
    let excludedPackages: [String]
    /// The lowest versions that will do, by package.
    let minimumVersions: [String: String]
    /// Paths of programs, and of libraries that are loaded by name at run time; their libraries come with them.
    let programs: [String]
    /// Names under which busybox appears in `/usr/bin`.
    let applets: [String]
    /// Keyboard layouts by the names that settings have for them: paths below `usr/share/keymaps`, without `.kmap.gz`.
    let keyboards: [String: String]
    let modules: ModuleSelection
    let boot: BootMenu
    /// Files of remedies, relative to the template's folder.
    let remedies: [String]
    /// Room for logs and quarantined files on the stick, in MiB.
    let logSize: Int
}

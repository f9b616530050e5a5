/// A suite of packages to resolve from, for example `trixie-updates`.
public struct PackageSuite: Sendable, Hashable {
    /// The codename (preferred, because it never moves to another release) or the suite name.
    public let name: String
    /// The archive that publishes it.
    public let archive: Archive
    /// The components to take, for example `main`.
    public let components: [String]

    /// A suite with its parts.
    public init(name: String, archive: Archive, components: [String]) {
        self.name = name
        self.archive = archive
        self.components = components
    }
}

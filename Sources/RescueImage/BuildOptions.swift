/// What a build is to make, and from where.
public struct BuildOptions: Sendable {
    /// A form of the image.
    public enum Format: String, Sendable, CaseIterable {
        /// A disk image for a stick.
        case usb
        /// An ISO for a CD, or written raw to a stick.
        case iso
        /// A folder for a TFTP server.
        case pxe
    }

    /// The folder with `template.yaml`.
    public var templateDirectory: String
    /// What is made; everything by default.
    public var formats: Set<Format> = Set(Format.allCases)
    /// Where images and records go.
    public var outputDirectory: String
    /// Where packages and intermediate results are kept between builds.
    public var cacheDirectory: String
    /// The agent's executable.
    public var agentPath: String
    /// A lock to build from; nil to resolve the template's packages anew.
    public var lockPath: String?
    /// The address of a mirror; nil for the one of the host's apt sources.
    public var mirror: String?
    /// Whether only the cache may be used.
    public var isOffline = false

    /// Options for everything, from packages resolved anew.
    public init(templateDirectory: String, outputDirectory: String, cacheDirectory: String, agentPath: String) {
        self.templateDirectory = templateDirectory
        self.outputDirectory = outputDirectory
        self.cacheDirectory = cacheDirectory
        self.agentPath = agentPath
    }
}

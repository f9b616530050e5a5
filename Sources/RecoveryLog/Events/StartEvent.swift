/// The first line of a log: which image runs on which machine, and how.
public struct StartEvent: Sendable, Equatable, Codable {
    /// Whether anything may be changed.
    public enum Mode: String, Sendable, CaseIterable, Codable {
        /// Bad files are removed.
        case repair
        /// Nothing is changed; the log says what would be removed.
        case look
    }

    /// The format of the log: `unloop-log/1`.
    public let schema: String
    /// The random identifier of this run, in hexadecimal.
    public let run: String
    /// The build identifier of the image.
    public let image: String
    /// The version of Unloop in the image.
    public let version: String
    /// Whether anything may be changed.
    public let mode: Mode
    /// The operator's name for this stick or campaign.
    public let label: String?
    /// The machine.
    public let machine: MachineIdentity
    /// The `unloop.` settings of the kernel command line, as given.
    public let settings: [String]

    /// A start, with the schema that this version of Unloop writes.
    public init(
        run: String, image: String, version: String, mode: Mode, label: String? = nil,
        machine: MachineIdentity, settings: [String]
    ) {
        schema = recoveryLogSchema
        self.run = run
        self.image = image
        self.version = version
        self.mode = mode
        self.label = label
        self.machine = machine
        self.settings = settings
    }
}

internal import Vocabulary

/// Where things are in the running image.
enum AgentPaths {
    /// The agent itself, for its children.
    static let program = ImagePath.agent
    /// What the build wrote about the image.
    static let image = ImagePath.description
    /// The remedies of the image.
    static let remedies = ImagePath.remedies
    /// The keyboard layouts of the image.
    static let keyboards = ImagePath.keyboards
    /// Where the log partition is mounted.
    static let log = "/run/unloop/log"
    /// Names the log of this run, for the case that the agent crashes.
    static let currentLog = "/run/unloop/current-log"
    /// Where the machine's volumes are mounted.
    static let volumes = "/run/unloop/volumes"
    /// Exists while process 1 is loading drivers.
    static let loading = "/run/unloop/loading-drivers"
}

/// Names of partitions, folders and files on a stick.
public enum StickName {
    /// The boot partition's label and name in the partition table.
    public static let bootPartition = "UNLOOP"
    /// The log partition's label and name in the partition table.
    public static let logPartition = "UNLOOP-LOG"
    /// The settings, in the root of the log partition.
    public static let settings = "unloop.yaml"
    /// The folder of a boot partition whose empty file names the build.
    public static let build = "unloop"
    /// The private half of the key that signs logs, in the folder of keys.
    public static let signingKey = "log-signing.key"

    /// The folders of the log partition.
    public enum Folder: String, Sendable, CaseIterable {
        /// Recovery keys.
        case keys
        /// The logs of runs, a folder a day.
        case logs
        /// Copies of removed files, a folder a run.
        case quarantine
        /// Remedies beyond the built-in ones.
        case remedies
    }
}

/// Limits that more than one program must agree on.
public enum Limit {
    /// The longest line of a log, in bytes with its line feed: written and read.
    public static let logLine = 1 << 20
    /// The longest text in a line of a log, in Unicode scalars.
    public static let logText = 4096
    /// The most paths that one event of a log lists.
    public static let listedPaths = 100
    /// The largest log that is read, in bytes.
    public static let log = 64 << 20
    /// The largest key file, in bytes: a machine may have 512 MiB of memory in all.
    public static let keyFile = 64 << 20
    /// The most bytes that all files of an archive of keys may have once they are unpacked.
    public static let keyContainer = 256 << 20
    /// The largest remedy, in bytes.
    public static let remedy = 1 << 20
}

/// The version of Unloop that images and bills of materials name.
public enum RescueImageVersion {
    /// Three numbers with dots between (semver.org).
    public static let current = "0.1.0"
}

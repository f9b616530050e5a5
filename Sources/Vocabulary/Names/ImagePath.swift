/// Where the build puts things in the image, and the agent finds them.
public enum ImagePath {
    /// The agent, which is also process 1.
    public static let agent = "/init"
    /// What the build says about the image (`ImageKey`).
    public static let description = "/etc/unloop/image.yaml"
    /// The folder of the built-in remedies.
    public static let remedies = "/etc/unloop/remedies"
    /// The folder of compiled keyboard layouts.
    public static let keyboards = "/etc/unloop/keyboards"
    /// The ending of a compiled keyboard layout's file.
    public static let keyboardSuffix = ".bkeymap"
    /// The ending of a remedy's file.
    public static let remedySuffix = ".yaml"
}

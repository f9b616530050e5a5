internal import LinuxSystem
internal import RunSettings

/// Where the settings of a run and remedies beyond the image's come from, besides the kernel command line: a stick, a server.
protocol SettingsSource {
    /// The settings; nil where there are none. And what is wrong with their place, in words for a person.
    func settings() -> (file: SettingsFile?, problem: String?)
    /// The names of the remedy files, sorted.
    func remedyNames() -> [String]
    /// A remedy's content.
    func remedy(_ name: String) throws(LinuxError) -> [UInt8]
}

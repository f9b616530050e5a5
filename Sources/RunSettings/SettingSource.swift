/// Where a setting's value comes from.
public enum SettingSource: Sendable, Equatable, CustomStringConvertible {
    /// Nobody said anything.
    case preset
    /// A file by the name that the caller gave it, and the line from 1; nil where the whole file is meant.
    case file(name: String, line: Int?)
    /// The words of the boot loader.
    case commandLine

    /// The source in words: `default`, `unloop.yaml line 3`, `kernel command line`.
    public var description: String {
        switch self {
        case .preset: "default"
        case .file(let name, let line?): "\(name) line \(line)"
        case .file(let name, nil): name
        case .commandLine: "kernel command line"
        }
    }
}

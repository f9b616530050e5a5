internal import Diagnostics
internal import LinuxSystem
internal import RunSettings
internal import Vocabulary

/// A stick whose settings cannot be read: nobody knows what they allow.
struct UnreadableStick: SettingsSource {
    /// Why, and what to do.
    var reason = "the stick cannot be read; take it out, or make it again"

    func settings() -> (file: SettingsFile?, problem: String?) { (SettingsFile(unreadable: reason), nil) }

    func remedyNames() -> [String] { [] }

    func remedy(_ name: String) throws(LinuxError) -> [UInt8] {
        throw LinuxError(.notFound, "\(name): the stick cannot be read")
    }
}

internal import Diagnostics
internal import LinuxSystem

/// Windows' own entry in the firmware's boot menu.
enum WindowsBoot {
    /// What came of naming Windows for the next start.
    struct Attempt {
        let isSet: Bool
        /// What was done, or why it was not.
        let message: String
    }

    /// Makes the next start, and only that, one of Windows (`BootNext`); the boot order stays as it is.
    ///
    /// - Returns: nil where the firmware has no entry for Windows, or none at all.
    static func startNext() -> Attempt? {
        let variables = FirmwareVariables()
        guard let option = variables.windowsBootOption() else { return nil }
        do {
            try variables.setBootNext(option.number)
            return Attempt(isSet: true, message: "the next start is \(option.description)")
        } catch {
            return Attempt(
                isSet: false, message: "the next start could not be set to \(option.description): \(error.message)")
        }
    }
}

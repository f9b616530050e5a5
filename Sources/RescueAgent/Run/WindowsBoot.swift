internal import Diagnostics
internal import LinuxMachine
internal import LinuxSystem

/// Windows' own entry in the firmware's boot menu.
enum WindowsBoot {
    /// The result of setting the next start to Windows.
    struct Attempt {
        let isSet: Bool
        /// What was done, or why it could not be.
        let message: String
    }

    /// Makes the next start, and only that, one of Windows (`BootNext`); the boot order stays as it is.
    ///
    /// - Returns: Nil where the firmware has no entry for Windows.
    static func startNext() -> Attempt? {
        let variables = FirmwareVariables()
        guard let option = variables.windowsBootOption() else { return nil }
        do {
            try variables.setBootNext(option.number)
            return Attempt(isSet: true, message: "the next start is \(option.description)")
        } catch {
            return Attempt(
                isSet: false, message: "could not set the next start to \(option.description): \(error.message)")
        }
    }
}

internal import LinuxSystem

/// Windows' own entry in the firmware's boot menu.
enum WindowsBoot {
    /// Makes the next start, and only that, one of Windows (`BootNext`); the boot order stays as it is.
    ///
    /// - Returns: What was done, or why it was not; nil where the firmware has no entry for Windows, or none at all.
    static func startNext() -> String? {
        let variables = FirmwareVariables()
        guard let option = variables.windowsBootOption() else { return nil }
        do {
            try variables.setBootNext(option.number)
            return "the next start is \(option.description)"
        } catch {
            return "the next start could not be set to \(option.description): \(error.message)"
        }
    }
}

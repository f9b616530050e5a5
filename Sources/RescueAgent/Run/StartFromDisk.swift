internal import AgentScreen

/// The menu's last entry under UEFI: sets the firmware to start Windows next, and restarts the machine.
struct StartFromDisk {
    func run() -> AgentEnding {
        let screen = Screen.open()
        let attempt = WindowsBoot.startNext()
        if let attempt, attempt.isSet {
            screen.show("Unloop: \(attempt.message).\n")
            return .restart
        }
        screen.show(
            """
            Unloop: \(attempt?.message ?? "the firmware has no boot entry for Windows").
            Take the stick out, or choose the disk in the firmware's boot menu. Press any key to restart.

            """)
        return screen.waitForKey() == nil ? .shell : .restart
    }
}

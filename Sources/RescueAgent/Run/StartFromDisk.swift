/// The menu's last entry under UEFI: the firmware starts Windows next, and the machine restarts.
struct StartFromDisk {
    func run() -> AgentEnding {
        let screen = Screen()
        let attempt = WindowsBoot.startNext()
        if let attempt, attempt.isSet {
            screen.show("Unloop: \(attempt.message).\n")
            return .restart
        }
        screen.show(
            """
            Unloop: \(attempt?.message ?? "the firmware has no entry for Windows").
            Take the stick out, or choose the disk in the firmware's own menu. Press any key to restart.

            """)
        return screen.waitForKey() == nil ? .shell : .restart
    }
}

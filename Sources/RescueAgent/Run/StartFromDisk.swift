/// The menu's last entry under UEFI: the firmware starts Windows next, and the machine restarts.
struct StartFromDisk {
    func run() -> AgentEnding {
        let screen = Screen()
        if let message = WindowsBoot.startNext() {
            screen.show("Unloop: \(message).\n")
            return .restart
        }
        screen.show(
            """
            The firmware has no entry for Windows. Take the stick out, or choose the disk in the firmware's own menu.
            Press any key to restart.

            """)
        return screen.waitForKey() == nil ? .shell : .restart
    }
}

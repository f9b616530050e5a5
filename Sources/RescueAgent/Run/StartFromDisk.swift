internal import AgentScreen
internal import MachineVolumes

/// The menu's last entry under UEFI: sets the firmware to start Windows next, and restarts the machine.
struct StartFromDisk {
    func run() -> AgentEnding {
        let screen = Screen.open()
        let attempt = WindowsBoot.startNext(DeviceProbes())
        if let attempt, attempt.isSet {
            screen.show("Unloop: \(attempt.message).\n")
            return .restart
        }
        screen.show(
            """
            Unloop: \(attempt?.message ?? "the firmware has no boot entry for a Windows on this machine's disks").
            Take the stick out, or choose the disk in the firmware's boot menu. Press any key to restart.

            """)
        return screen.waitForKey() == nil ? .shell : .restart
    }
}

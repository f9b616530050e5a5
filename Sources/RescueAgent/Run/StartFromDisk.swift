internal import AgentScreen
internal import LinuxSystem
internal import MachineVolumes
internal import Vocabulary

/// The menu's last entry under UEFI: sets the firmware to start Windows next, and restarts the machine.
struct StartFromDisk {
    /// How long disks are waited for, in milliseconds.
    private static let patience = 8_000

    func run() -> AgentEnding {
        let screen = Screen.open()
        let attempt = startNext()
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

    /// The drivers of the disks are still being loaded: an entry whose disk is there is waited for. Where none comes, the entry
    /// that the firmware would try first has to do.
    private func startNext() -> WindowsBoot.Attempt? {
        let quiet = DeviceQuiet.begin()
        let begin = MonotonicTime.now()
        let probes = DeviceProbes()
        while true {
            let partitions = WindowsBoot.partitions(probes, removable: .leave)
            if let attempt = WindowsBoot.startNext(on: partitions) { return attempt }
            if quiet.isSettled || begin.millisecondsSince > Self.patience { return WindowsBoot.startNext(on: nil) }
            quiet.wait()
        }
    }
}

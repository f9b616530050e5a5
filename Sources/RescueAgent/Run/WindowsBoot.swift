internal import Diagnostics
internal import LinuxMachine
internal import LinuxSystem
internal import MachineVolumes

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
    /// - Parameter probes: What is on the machine's devices.
    /// - Returns: Nil where the firmware has no entry for a Windows on this machine's disks.
    static func startNext(_ probes: DeviceProbes) -> Attempt? {
        let variables = FirmwareVariables()
        let partitions = BlockDevice.all().filter { $0.partition != nil }.compactMap {
            (try? probes.content(of: $0))?.partitionUUID
        }
        guard let option = variables.windowsBootOption(on: Set(partitions)) else { return nil }
        do {
            try variables.setBootNext(option.number)
            return Attempt(isSet: true, message: "the next start is \(option.description)")
        } catch {
            return Attempt(
                isSet: false, message: "could not set the next start to \(option.description): \(error.message)")
        }
    }
}

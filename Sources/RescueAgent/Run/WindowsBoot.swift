internal import Diagnostics
internal import LinuxMachine
internal import LinuxSystem
internal import MachineVolumes
internal import Vocabulary

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
    /// - Parameter partitions: The partitions that a Windows may start from; nil where they are not known.
    /// - Returns: Nil where the firmware has no entry for a Windows on one of them.
    static func startNext(on partitions: Set<String>?) -> Attempt? {
        let variables = FirmwareVariables()
        guard let option = variables.windowsBootOption(on: partitions) else { return nil }
        do {
            try variables.setBootNext(option.number)
            return Attempt(isSet: true, message: "the next start is \(option.description)")
        } catch {
            return Attempt(
                isSet: false, message: "could not set the next start to \(option.description): \(error.message)")
        }
    }

    /// The machine's partitions by their identifiers, as boot entries name them.
    ///
    /// - Parameters:
    ///   - probes: What is on the devices.
    ///   - removable: What is done about a Windows on a removable medium: one that is left alone is not started either.
    static func partitions(_ probes: DeviceProbes, removable: RemovablePolicy) -> Set<String> {
        let own = BlockDevice.all().filter { $0.partition != nil && (removable == .repair || !$0.isForeign) }
        return Set(own.compactMap { (try? probes.content(of: $0))?.partitionUUID })
    }
}

internal import Diagnostics
internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine
internal import WindowsVolumes

/// An open BitLocker volume of the machine.
final class OpenVolume: UnlockedVolume {
    let content: any RepairableVolume
    let event: UnlockedEvent
    private let mapping: BitLockerMapping
    /// How the names of the mappings begin.
    static let namePrefix = "bitlocker-"

    init(_ volume: MachineVolume, key: VolumeKey, event: UnlockedEvent) throws(VolumeError) {
        mapping = try BitLockerMapping(of: volume.device.path, key: key, name: Self.namePrefix + volume.device.name)
        content = volume.unlocked(as: mapping.device)
        self.event = event
    }

    func close() throws { try mapping.close() }
}

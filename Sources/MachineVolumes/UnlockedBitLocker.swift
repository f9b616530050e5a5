internal import Diagnostics
package import RecoveryLog
package import RepairEngine
package import WindowsVolumes

/// An open BitLocker volume of the machine.
package final class UnlockedBitLocker: UnlockedVolume {
    package let content: any RepairableVolume
    package let event: UnlockedEvent
    private let mapping: BitLockerMapping
    /// How the names of the mappings below /dev/mapper begin.
    package static let namePrefix = "bitlocker-"

    private init(_ mapping: BitLockerMapping, content: MachineVolume, event: UnlockedEvent) {
        self.mapping = mapping
        self.content = content
        self.event = event
    }

    /// Maps a volume's plain content and reads what it is.
    ///
    /// - Parameter event: What the log says about the key.
    package static func open(
        _ volume: LockedVolume, with key: VolumeKey, event: UnlockedEvent, access: VolumeAccess
    ) throws(VolumeError) -> UnlockedBitLocker {
        let device = volume.reference.device
        // The kernel's name of the device: `/` stands in a node's path alone.
        let name = device.split(separator: "/").dropFirst().joined(separator: "!")
        let mapping = try BitLockerMapping(of: device, key: key, name: namePrefix + name)
        let content = MachineVolume.read(unlocked: mapping.device, of: volume.reference, access: access)
        return UnlockedBitLocker(mapping, content: content, event: event)
    }

    package func close() throws { try mapping.close() }
}

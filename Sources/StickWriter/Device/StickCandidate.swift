internal import Foundation
public import LinuxSystem

/// A disk of this machine, and whether a stick may be made of it.
public struct StickCandidate: Sendable {
    /// The disk.
    public let device: BlockDevice
    /// What is on it now, in a few words for a person.
    public let content: String
    /// Why it is not written; empty when it may be. `notRemovable` alone gives way to `--allow-fixed`.
    public let refusals: [StickRefusal]

    /// Whether the disk can be taken out. USB hard disks deny it, though their cable can.
    public var isRemovable: Bool { device.canBeTakenOut }

    /// Whether the disk says so itself. A USB hard disk with somebody's data does not, and is written only when it is named.
    public var saysRemovable: Bool { device.isRemovable || device.isSDCard }

    /// What tells the disk from others: its serial number; without one its world-wide name; for a loop device the name of the
    /// file that it shows.
    public var serial: String? {
        device.backingFile.map { ($0 as NSString).lastPathComponent } ?? device.serial ?? device.worldWideName
    }

    /// Every disk of this machine that has a medium; optical drives and devices that are made of others are left out. Needs
    /// no root: what cannot be read is told by the system's own device records.
    ///
    /// - Parameter needed: the bytes that the image needs.
    /// - Throws: `fileAccess` where the system does not tell what its disks are used for.
    public static func all(needed: Int64) throws(StickWriterError) -> [StickCandidate] {
        let devices = BlockDevice.all(includingLoops: true)
        let uses = try DeviceUses.now(among: devices)
        return devices.filter(\.isDisk).map { device in
            StickCandidate(
                device: device,
                content: DiskContent.describe(device, partitions: devices.filter { $0.partition?.disk == device.name }),
                uses: uses.uses(of: device), needed: needed, isWritable: access(device.path, W_OK) == 0)
        }
    }

    init(device: BlockDevice, content: String, uses: [StickRefusal], needed: Int64, isWritable: Bool) {
        self.device = device
        self.content = content
        // Next to that nothing else matters.
        if let system = uses.first(where: \.isSystem) {
            refusals = [system]
            return
        }
        var refusals = uses
        if device.isReadOnly { refusals.append(.readOnly) }
        if device.sectorSize != 512 { refusals.append(.largeSectors(device.sectorSize)) }
        if device.size < UInt64(clamping: needed) { refusals.append(.tooSmall(needed: needed)) }
        if !device.canBeTakenOut { refusals.append(.notRemovable) }
        if !isWritable, !device.isReadOnly { refusals.append(.noAccess(path: device.path)) }
        self.refusals = refusals
    }
}

extension StickRefusal {
    fileprivate var isSystem: Bool { if case .systemDisk = self { true } else { false } }
}

extension BlockDevice {
    fileprivate var isDisk: Bool {
        partition == nil && bus != .mapped && bus != .raid && !name.hasPrefix("sr") && (backingFile != nil || !isLoop)
    }

    fileprivate var canBeTakenOut: Bool { !isLoop && (isRemovable || bus == .usb || isSDCard) }

    private var isLoop: Bool { name.hasPrefix("loop") }

    /// An SD card's reader is no removable disk to the kernel; soldered flash memory (eMMC) is of type MMC.
    fileprivate var isSDCard: Bool {
        bus == .mmc
            && (try? String(contentsOfFile: "/sys/block/\(name)/device/type", encoding: .utf8))?.hasPrefix("SD") == true
    }
}

internal import Diagnostics
package import LinuxSystem
package import RecoveryLog
package import RepairEngine
package import Vocabulary
internal import WindowsVolumes

/// A partition or a disk of the broken machine, as the repair engine works on it. What it is was read once, when it was
/// found.
package struct MachineVolume: RepairableVolume {
    package let reference: VolumeReference
    private let device: BlockDevice
    private let reading: Result<VolumeContent, any Error>
    private let access: VolumeAccess
    private let refusal: () -> WriteRefusal?

    package var whyNotWritten: WriteRefusal? { refusal() }

    /// What the volume's own sectors say it is.
    package func recognise() throws -> VolumeContent { try reading.get() }

    /// What a key for the volume is looked up by; nil unless it is BitLocker that a key could open.
    package var locked: LockedVolume? {
        guard case .success(.bitLocker(let state)) = reading else { return nil }
        return LockedVolume(reference: reference, state: state)
    }

    /// Reads what a device is by its first sectors. Nothing is written.
    ///
    /// - Parameters:
    ///   - content: What libblkid says of the device.
    ///   - permission: What its place on a dynamic disk allows.
    ///   - refusal: Why it is not written, as it is known whenever that is asked.
    static func read(
        _ device: BlockDevice, _ content: BlockContent, permission: DynamicDiskParts.Permission, access: VolumeAccess,
        refusal: @escaping () -> WriteRefusal?
    ) -> MachineVolume {
        var reading = Result {
            try VolumeContent.read(
                device, content, isForWindows: UnrecognisedVolume.isPossible(on: device, content))
        }
        var refusal = refusal
        switch permission {
        case .all: break
        case .looks(let reason): refusal = { WriteRefusal(.dynamicDisk, reason) }
        case .nothing(let reason):
            // The partitions that start the machine are on the same disk, and hold none of its volumes.
            if case .success(.other(let type)) = reading, type == "vfat" { break }
            reading = .success(.partOfVolume(reason: reason))
        }
        return MachineVolume(
            reference: VolumeReference(device, content), device: device, reading: reading, access: access,
            refusal: refusal)
    }

    /// Reads what the plain content of an unlocked volume is.
    ///
    /// - Parameters:
    ///   - mapped: The device that shows it.
    ///   - encrypted: The volume that a person knows.
    package static func read(
        unlocked mapped: BlockDevice, of encrypted: VolumeReference, access: VolumeAccess
    ) -> MachineVolume {
        MachineVolume(
            reference: encrypted, device: mapped,
            reading: Result {
                // On a stick, BitLocker holds anything.
                try VolumeContent.read(
                    mapped, (try? BlockContent.of(mapped.path)) ?? BlockContent(),
                    isForWindows: encrypted.removable != true)
            }, access: access, refusal: { nil })
    }

    /// A disk that may hold a Windows and of which nothing is known. It has an outcome as every volume has, so that the
    /// machine does not count as done.
    static func unreachable(_ device: BlockDevice, because problem: LinuxError, access: VolumeAccess) -> MachineVolume {
        MachineVolume(
            reference: VolumeReference(device, BlockContent()), device: device, reading: .failure(problem),
            access: access, refusal: { nil })
    }

    package func withTree<Result>(
        for purpose: TreePurpose, dirty: DirtyPolicy,
        _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result {
        // Nothing is known of what cannot be read.
        _ = try reading.get()
        let volume = NTFSVolume(device: device.path, name: device.name, mountFolder: access.mountFolder)
        func withTree(_ mounted: MountedNTFS) throws -> Result {
            let synced = mounted.driver == "ntfs3" ? mounted.source : nil
            return try body(
                MountedTree(
                    root: mounted.root, source: mounted.source, device: synced, registry: access.registry),
                MountedVolume(driver: mounted.driver, forced: mounted.isForced))
        }
        return switch purpose {
        case .look, .verify: try volume.withSnapshot(withTree)
        case .rehearse: try volume.withWritableSnapshot(.usual(overridingDirty: dirty == .override), withTree)
        case .rehearseWithOtherDriver: try volume.withWritableSnapshot(.other, withTree)
        case .write: try volume.withWritableMount(.usual(overridingDirty: dirty == .override), withTree)
        case .writeWithOtherDriver: try volume.withWritableMount(.other, withTree)
        }
    }
}

extension BlockDevice {
    /// Whether the disk may be somebody else's: on USB, or with a medium that can be taken out. Card readers of the machine,
    /// which are on ATA in tills, are its own.
    package var isForeign: Bool { bus == .usb || isRemovable && bus != .ata }
}

extension VolumeReference {
    fileprivate init(_ device: BlockDevice, _ content: BlockContent) {
        self.init(
            device: device.path, disk: "/dev/\(device.diskName)", partition: device.partition?.number,
            partitionGUID: content.partitionUUID, start: Int64(clamping: device.partition?.start ?? 0),
            size: Int64(clamping: device.size), isRemovable: device.isForeign)
    }
}

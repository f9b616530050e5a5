internal import Diagnostics
internal import LinuxSystem
internal import NTFSReader
internal import RecoveryLog
internal import RepairEngine
internal import WindowsVolumes

/// A partition or a disk of the broken machine, as the repair engine works on it.
struct MachineVolume: RepairableVolume {
    let device: BlockDevice
    let content: BlockContent
    private(set) var overridesDirty: Bool
    /// For the plain content of an encrypted volume: the volume that a person knows.
    var encrypted: VolumeReference?

    /// The same volume, with or without leave to override its dirty flag.
    func overridingDirty(_ isAllowed: Bool) -> MachineVolume {
        var volume = self
        volume.overridesDirty = isAllowed
        return volume
    }

    /// The plain content of this volume, once it is unlocked.
    func unlocked(as mapped: BlockDevice) -> MachineVolume {
        MachineVolume(
            device: mapped, content: (try? BlockContent.of(mapped.path)) ?? BlockContent(),
            overridesDirty: overridesDirty,
            encrypted: reference)
    }

    var reference: VolumeReference {
        if let encrypted { return encrypted }
        return VolumeReference(
            device: device.path, disk: "/dev/\(device.partition?.disk ?? device.name)",
            partition: device.partition?.number,
            partitionGUID: content.partitionUUID, start: Int64(clamping: device.partition?.start ?? 0),
            size: Int64(clamping: device.size))
    }

    /// Whether it begins as a BitLocker volume does.
    var isBitLocker: Bool {
        guard let sector = try? DeviceBytes(path: device.path).read(at: 0, count: 512) else { return false }
        return BitLockerVolume.isRecognised(sector)
    }

    func recognise() throws -> VolumeContent {
        guard device.size >= 4096 else { return .other("too little") }
        let bytes = try DeviceBytes(path: device.path)
        let sector = try bytes.read(at: 0, count: 512)
        if let boot = try NTFSBootSector(sector, volume: device.path) {
            let state = WindowsVolumes.NTFSState(boot, in: bytes)
            return .ntfs(
                label: content.label, dirty: state.isDirty, logVersion: state.logVersion, logClean: state.isLogClean)
        }
        guard BitLockerVolume.isRecognised(sector) else {
            return .other(content.type ?? (content.isAmbivalent ? "ambivalent" : "unknown"))
        }
        do {
            let volume = try BitLockerVolume(bytes, named: device.path)
            let protectors = volume.protectors.map { BitLockerProtector(id: $0.id, kind: $0.kind) }
            return .bitLocker(
                BitLockerState(
                    volumeID: volume.volumeID, protectors: protectors, metadataCopy: volume.metadataCopy))
        } catch let error as VolumeError {
            return .unreadableBitLocker(code: error.reason, reason: error.message)
        }
    }

    func withTree<Result>(
        for purpose: MountedEvent.Purpose, _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result {
        let volume = NTFSVolume(device: device, overridesDirty: overridesDirty, folder: AgentPaths.volumes)
        return try volume.mounted(for: purpose == .write ? .write : .look) { mounted in
            try body(
                MountedTree(root: mounted.root, device: mounted.driver == "ntfs3" ? mounted.source : nil),
                MountedVolume(driver: mounted.driver, forced: mounted.isForced))
        }
    }
}

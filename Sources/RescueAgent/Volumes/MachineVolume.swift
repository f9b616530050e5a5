internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine
internal import WindowsVolumes

/// A partition or a disk of the broken machine, as the repair engine works on it.
struct MachineVolume: RepairableVolume {
    let device: BlockDevice
    let content: BlockContent
    let overridesDirty: Bool

    var reference: VolumeReference {
        VolumeReference(
            device: device.path, disk: "/dev/\(device.partition?.disk ?? device.name)",
            partition: device.partition?.number,
            partitionGUID: content.partitionUUID, start: Int64(clamping: device.partition?.start ?? 0),
            size: Int64(clamping: device.size))
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
            let protectors = volume.protectors.map { BitLockerProtector(id: $0.id, kind: $0.kind.rawValue) }
            return .bitLocker(BitLockerState(volumeID: volume.volumeID, protectors: protectors), problem: nil)
        } catch let error as VolumeError {
            return .bitLocker(nil, problem: error.message)
        }
    }

    func withTree<Result>(
        for purpose: MountedEvent.Purpose, _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result {
        let volume = NTFSVolume(device: device, overridesDirty: overridesDirty, folder: AgentPaths.volumes)
        return try volume.mounted(for: purpose == .write ? .write : .look) { mounted in
            try body(MountedTree(root: mounted.root), MountedVolume(driver: mounted.driver, forced: mounted.isForced))
        }
    }
}

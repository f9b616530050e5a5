internal import Diagnostics
internal import LinuxSystem
internal import NTFSReader
internal import RecoveryLog
internal import RepairEngine
internal import WindowsVolumes

extension VolumeContent {
    /// Reads what a device is: NTFS and how it was left, BitLocker and its protectors, or something else.
    ///
    /// - Parameters:
    ///   - content: What libblkid says of the device: the label, and the type of what is neither.
    ///   - isForWindows: Whether what is not recognised may be a damaged Windows.
    static func read(_ device: BlockDevice, _ content: BlockContent, isForWindows: Bool) throws -> VolumeContent {
        guard device.size >= 4096 else { return .other("too little") }
        let bytes = try DeviceBytes.open(device.path)
        let sector = try bytes.read(at: 0, count: 512)
        if let boot = try NTFSBootSector(sector, volume: device.path) {
            let state = WindowsVolumes.NTFSState.read(boot, in: bytes)
            return .ntfs(
                label: content.label, dirty: state.isDirty, logVersion: state.logVersion, logClean: state.isLogClean)
        }
        guard BitLockerVolume.isRecognised(sector) else {
            if isForWindows, content.type == nil {
                return try UnrecognisedVolume.content(of: bytes, named: device.path)
            }
            return .other(content.type ?? (content.isAmbivalent ? "ambivalent" : "unknown"))
        }
        do {
            let volume = try BitLockerVolume.read(bytes, named: device.path)
            let protectors = volume.protectors.map { BitLockerProtector(id: $0.id, kind: $0.kind) }
            let state = BitLockerState(
                volumeID: volume.volumeID, protectors: protectors, metadataCopy: volume.metadataCopy,
                computerName: volume.computerName)
            return .bitLocker(state)
        } catch let error as VolumeError {
            return .unreadableBitLocker(code: error.reason, reason: error.message)
        }
    }
}

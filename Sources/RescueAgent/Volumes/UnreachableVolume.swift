internal import Diagnostics
internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine

/// A disk that may hold a Windows and that nothing is known about. It has an outcome like any other volume, so that the
/// machine is not told as done.
struct UnreachableVolume: RepairableVolume {
    let device: BlockDevice
    /// Why nothing is known.
    let problem: LinuxError

    var reference: VolumeReference {
        VolumeReference(
            device: device.path, disk: "/dev/\(device.diskName)", partition: device.partition?.number,
            start: Int64(clamping: device.partition?.start ?? 0), size: Int64(clamping: device.size))
    }

    func recognise() throws -> VolumeContent { throw problem }

    func withTree<Result>(
        for purpose: MountedEvent.Purpose, _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result {
        throw problem
    }
}

internal import LinuxSystem
internal import RecoveryLog
internal import RepairEngine

/// A disk that says it has a GPT which neither the kernel nor libblkid accepts: it ends early, or the table is damaged.
/// There may be a Windows on it that nobody can see, so it is told as failed.
struct UnusableDisk: RepairableVolume {
    private let device: BlockDevice

    /// The disk, if it is such a one: libblkid calls what has a protective MBR (UEFI specification, section 5.2.3) and no
    /// sound GPT a `PMBR`. The CD of an ISO for sticks is one too, because its GPT is not where sectors of 2,048 bytes would
    /// have it, but there is a file system on it.
    init?(_ device: BlockDevice, _ content: BlockContent) {
        guard device.partition == nil, content.partitionTable == "PMBR", content.type == nil else { return nil }
        self.device = device
    }

    var reference: VolumeReference {
        VolumeReference(device: device.path, disk: device.path, start: 0, size: Int64(clamping: device.size))
    }

    func recognise() throws -> VolumeContent { throw error }

    func withTree<Result>(
        for purpose: MountedEvent.Purpose, _ body: (any VolumeTree, MountedVolume) throws -> Result
    ) throws -> Result { throw error }

    private var error: LinuxError {
        LinuxError(
            .malformed,
            "the disk ends early or its partition table is damaged; try another cable or port, then look at it by hand")
    }
}

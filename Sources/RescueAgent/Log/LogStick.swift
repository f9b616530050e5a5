internal import LinuxSystem

/// The mounted log partition of a stick.
final class LogStick {
    /// The folder where it is mounted.
    let root = AgentPaths.log
    /// The partition's device.
    let device: String
    /// What was mended on the partition before it was mounted.
    let mending: String?
    private var isMounted = true

    /// Mounts the partition for writing.
    ///
    /// - Throws: `LinuxError`, when it cannot be mounted or is write-protected.
    init(device: BlockDevice) throws(LinuxError) {
        self.device = device.path
        func writeProtected() -> LinuxError {
            LinuxError(.readOnly, "\(device.path) is write-protected; move the stick's switch, or use another stick")
        }
        if device.isReadOnly {
            mending = nil
            isMounted = false
            throw writeProtected()
        }
        mending = LogPartitionCheck(device: device.path).mend()
        try Mount.makeDirectory(root)
        try Mount.mount(
            source: device.path, target: root, type: "vfat",
            flags: [.noSetUserID, .noDevices, .noExecute, .noAccessTime],
            options: "codepage=437,iocharset=iso8859-1,utf8,errors=remount-ro")
        if try Mount.table().last(where: { $0.target == root })?.isReadOnly != false {
            unmount()
            throw writeProtected()
        }
    }

    /// Unmounts the partition: its dirty mark is taken away, and the stick may be pulled.
    @discardableResult
    func unmount() -> Bool {
        guard isMounted else { return true }
        isMounted = (try? Mount.unmount(root)) == nil
        return !isMounted
    }
}

internal import Diagnostics
internal import Glibc
internal import LinuxSystem

/// The mounted log partition of a stick.
final class LogStick {
    /// The folder where it is mounted.
    let root = AgentPaths.log
    /// The partition's device.
    let device: BlockDevice
    /// Why nothing can be written to it; nil where something can.
    let writeProtection: LinuxError?
    /// What was mended on the partition before it was mounted.
    let mending: String?
    private var isMounted = true

    /// Mounts the partition: for writing, or for reading where it is write-protected, because it may carry keys and
    /// settings.
    ///
    /// - Throws: `LinuxError`, when it cannot be mounted at all.
    init(device: BlockDevice) throws(LinuxError) {
        self.device = device
        try Mount.makeDirectory(root)
        var isReadOnly = device.isReadOnly
        mending = isReadOnly ? nil : LogPartitionCheck(device: device.path).mend()
        do throws(LinuxError) {
            try Self.mount(device, isReadOnly ? .readOnly : [])
        } catch {
            guard error.code == .readOnly, !isReadOnly else { throw error }
            isReadOnly = true
            try Self.mount(device, .readOnly)
        }
        let entry = (try? Mount.table())?.last { $0.target == AgentPaths.log }
        writeProtection =
            isReadOnly || entry?.isReadOnly != false
            ? LinuxError(.readOnly, "\(device.path) is write-protected; move the stick's switch, or use another stick")
            : nil
    }

    deinit { release() }

    /// Read errors of a stick that is going bad must not look like an empty one: the kernel then makes it read-only.
    private static func mount(_ device: BlockDevice, _ more: MountFlags) throws(LinuxError) {
        try Mount.mount(
            source: device.path, target: AgentPaths.log, type: "vfat",
            flags: MountFlags.untrusted.union(.noAccessTime).union(more),
            options: "codepage=437,iocharset=iso8859-1,utf8,errors=remount-ro")
    }

    /// What is free on it, in bytes; nil where it does not tell.
    static func freeBytes(at root: String) -> Int64? {
        var status = statvfs()
        guard statvfs(root, &status) == 0 else { return nil }
        let (bytes, isTooMuch) = Int64(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int64(clamping: status.f_frsize))
        return isTooMuch ? .max : bytes
    }

    /// Unmounts the partition: its dirty mark is taken away, and the stick may be pulled.
    ///
    /// - Returns: whether that has succeeded.
    @discardableResult
    func unmount() -> Bool {
        guard isMounted else { return true }
        isMounted = (try? Mount.unmount(root)) == nil
        return !isMounted
    }

    /// Lets go of a stick that has failed or is gone, whatever is still open on it.
    func release() {
        guard !unmount() else { return }
        isMounted = (try? Mount.unmount(root, lazily: true)) == nil
    }
}

internal import Diagnostics
internal import Glibc
internal import LinuxSystem

/// The mounted log partition of a stick.
final class LogStick {
    /// The folder where it is mounted.
    let root: String
    /// The partition's device.
    let device: BlockDevice
    /// Why nothing can be written to it; nil where something can.
    let writeProtection: LinuxError?
    /// What was repaired on the partition before it was mounted.
    let repair: String?
    private var isMounted = true

    private init(_ device: BlockDevice, root: String, writeProtection: LinuxError?, repair: String?) {
        self.device = device
        self.root = root
        self.writeProtection = writeProtection
        self.repair = repair
    }

    deinit { release() }

    /// Mounts the partition: for writing, or for reading where it is write-protected, because it may carry keys and
    /// settings.
    ///
    /// - Throws: `LinuxError`, when it cannot be mounted at all.
    static func mount(_ device: BlockDevice, at root: String = AgentPaths.log) throws(LinuxError) -> LogStick {
        try Mount.makeDirectory(root)
        var isReadOnly = device.isReadOnly
        let repair = isReadOnly ? nil : LogPartitionCheck(device: device.path).repair()
        do throws(LinuxError) {
            try StickMount.mount(device.path, on: root, readOnly: isReadOnly)
        } catch {
            guard error.code == .readOnly, !isReadOnly else { throw error }
            isReadOnly = true
            try StickMount.mount(device.path, on: root, readOnly: true)
        }
        let entry = (try? Mount.table())?.last { $0.target == root }
        let protection =
            isReadOnly || entry?.isReadOnly != false
            ? LinuxError(.readOnly, "\(device.path) is write-protected; move the stick's switch, or use another stick")
            : nil
        return LogStick(device, root: root, writeProtection: protection, repair: repair)
    }

    /// The free space in bytes; nil where the file system does not say.
    static func freeBytes(at root: String) -> Int64? {
        var status = statvfs()
        guard statvfs(root, &status) == 0 else { return nil }
        let (bytes, isTooMuch) = Int64(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int64(clamping: status.f_frsize))
        return isTooMuch ? .max : bytes
    }

    /// Unmounts the partition: its mark of use is taken away, and the stick may be pulled.
    ///
    /// - Returns: Whether that has succeeded.
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

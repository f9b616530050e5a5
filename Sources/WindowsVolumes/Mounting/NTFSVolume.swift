internal import Diagnostics
internal import LinuxMachine
internal import LinuxSystem

/// Mounts an NTFS volume: over a snapshot in memory to look at it, for real to change it.
///
/// The kernel's driver `ntfs3` comes first, because it replays the journal of a Windows that crashed; `ntfs-3g` takes over
/// where `ntfs3` will not. Neither is trusted: whether a mount is writable is read from the kernel's table, since
/// `ntfs-3g` falls back to read-only with exit status 0 (measured).
public struct NTFSVolume {
    /// The device's path.
    public let device: String
    private let name: String
    private let mountFolder: String

    /// A volume; nothing is read.
    ///
    /// - Parameters:
    ///   - device: The path of its block device: a partition, a disk, a loop device over an image.
    ///   - name: Names the mount point and the snapshot; no two volumes have the same.
    ///   - mountFolder: Where mount points are made, for example `/run/unloop/volumes`.
    public init(device: String, name: String, mountFolder: String) {
        self.device = device
        self.name = name
        self.mountFolder = mountFolder
    }

    /// Mounts a snapshot of the volume in memory, hands it to `body`, and unmounts it, however `body` ends.
    ///
    /// The driver may replay the journal on the snapshot: `body` sees what a replay would bring, and the volume stays as it
    /// was, bit for bit.
    ///
    /// - Throws: What `body` throws; `VolumeError` if the volume cannot be mounted or unmounted.
    public func withSnapshot<Result>(_ body: (MountedNTFS) throws -> Result) throws -> Result {
        try withSnapshot(drivers: [.kernel(force: true), .kernelReadOnly, .userReadOnly], body)
    }

    /// Mounts a snapshot of the volume in memory as `withWritableMount` would mount the volume itself, hands it to `body`,
    /// and unmounts it, however `body` ends. The volume stays as it was, bit for bit.
    ///
    /// - Throws: What `body` throws; `VolumeError` if the volume cannot be mounted or unmounted.
    public func withWritableSnapshot<Result>(
        _ choice: WritingDriver, _ body: (MountedNTFS) throws -> Result
    ) throws -> Result {
        try withSnapshot(drivers: choice.drivers, body)
    }

    private func withSnapshot<Result>(
        drivers: [NTFSDriver], _ body: (MountedNTFS) throws -> Result
    ) throws -> Result {
        // What is looked at is the medium, not what an earlier mount has left in memory.
        try BlockDevice.dropCache(of: device)
        let snapshot = try MemorySnapshot(of: device, name: "look-\(name)")
        let outcome = Swift.Result {
            try mounted(snapshot.path, drivers, body)
        }
        // Whatever the look ran into, this would be its cause.
        if case .overflowed = try snapshot.state() {
            throw VolumeError(
                .cannotMount,
                "\(device): not enough memory to replay its journal; use a machine with more memory")
        }
        let result = try outcome.get()
        try snapshot.remove()
        return result
    }

    /// Mounts the volume itself for writing, hands it to `body`, and unmounts it, however `body` ends.
    ///
    /// - Throws: What `body` throws; `VolumeError` if the volume cannot be mounted or unmounted.
    public func withWritableMount<Result>(
        _ choice: WritingDriver, _ body: (MountedNTFS) throws -> Result
    ) throws -> Result {
        let result = try mounted(device, choice.drivers, body)
        // A disk has a cache of its own, which would be lost if the power is cut next.
        try OpenFile.open(device).sync()
        try BlockDevice.dropCache(of: device)
        return result
    }

    private func mounted<Result>(
        _ source: String, _ drivers: [NTFSDriver], _ body: (MountedNTFS) throws -> Result
    ) throws -> Result {
        let target = "\(mountFolder)/\(name)"
        try Mount.makeDirectory(target)
        var failures: [String] = []
        for driver in drivers {
            let mount: NTFSMount
            do {
                mount = try NTFSMount(source, on: target, with: driver)
            } catch {
                failures.append("\(driver): \(error.message)")
                continue
            }
            let result: Result
            do {
                // The root is closed at the end of this block, or the volume would be busy.
                result = try body(
                    MountedNTFS(
                        root: try Directory.open(target), source: source, driver: driver.name,
                        isForced: driver.isForced))
            } catch {
                try? mount.unmount()
                throw error
            }
            try mount.unmount()
            return result
        }
        let isForWriting = drivers.contains(where: \.isWritable) && source == device
        // A disk that protects itself says so when it is written.
        if isForWriting, BlockDevice.all().contains(where: { $0.path == device && $0.isReadOnly }) {
            throw LinuxError(
                .readOnly, "\(device): the disk is write-protected",
                cause: VolumeError(.cannotMount, failures.joined(separator: "; ")))
        }
        let purpose = isForWriting ? "for writing" : "to look at it"
        throw VolumeError(
            .cannotMount,
            "\(device): cannot be mounted \(purpose); run chkdsk on it from Windows setup media",
            cause: VolumeError(.cannotMount, failures.joined(separator: "; ")))
    }
}

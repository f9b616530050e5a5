internal import Diagnostics
public import LinuxSystem

/// Mounts an NTFS volume: over a snapshot in memory to look at it, for real to change it.
///
/// The kernel's driver `ntfs3` comes first, because it replays the journal of a Windows that crashed; `ntfs-3g` takes over
/// where `ntfs3` will not. Neither is believed: whether a mount is writable is read from the kernel's table, since
/// `ntfs-3g` falls back to read-only with exit status 0 (measured).
public struct NTFSVolume {
    /// The device's path.
    public let device: String
    /// Its kernel name, for the mount point and the snapshot.
    private let name: String
    /// Whether a dirty flag may be overridden for writing.
    private let overridesDirty: Bool
    private let folder: String

    /// - Parameter folder: Where mount points are made, for example `/run/unloop/volumes`.
    public init(device: BlockDevice, overridesDirty: Bool, folder: String) {
        self.device = device.path
        name = device.name
        self.overridesDirty = overridesDirty
        self.folder = folder
    }

    /// Mounts the volume, hands it to `body`, and unmounts it, however `body` ends.
    ///
    /// To look, the volume lies under a snapshot in memory, on which the driver may replay the journal; what is seen is
    /// what a replay would bring, and the volume stays as it was, bit for bit.
    ///
    /// - Throws: What `body` throws; `VolumeError` if the volume cannot be mounted or unmounted.
    public func mounted<Result>(for purpose: MountPurpose, _ body: (MountedNTFS) throws -> Result) throws -> Result {
        switch purpose {
        case .look:
            // What is looked at is the medium, not what an earlier mount has left in memory.
            try dropCache()
            let snapshot = try MemorySnapshot(of: device, name: "look-\(name)")
            let outcome = Swift.Result {
                try mounted(snapshot.path, [.kernel(force: true), .kernelReadOnly, .userReadOnly], body)
            }
            // Whatever the look has met with: this would be its cause.
            if case .overflowed = try snapshot.state() {
                throw VolumeError(
                    .cannotMount,
                    "\(device): replaying its journal needs more memory than there is; use a machine with more memory")
            }
            let result = try outcome.get()
            try snapshot.remove()
            return result
        case .write:
            let forced: [NTFSDriver] = overridesDirty ? [.kernel(force: true)] : []
            let result = try mounted(device, [.kernel(force: false)] + forced + [.user], body)
            // A disk has a cache of its own, which would be lost with the power that is cut next.
            try OpenFile.open(device).sync()
            try dropCache()
            return result
        }
    }

    private func mounted<Result>(
        _ source: String, _ drivers: [NTFSDriver], _ body: (MountedNTFS) throws -> Result
    ) throws -> Result {
        let target = "\(folder)/\(name)"
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
        let purpose = drivers.contains(where: \.isWritable) && source == device ? "for writing" : "to look at it"
        throw VolumeError(
            .cannotMount,
            "\(device): no driver mounts it \(purpose); run chkdsk on it from Windows setup media",
            cause: VolumeError(.cannotMount, failures.joined(separator: "; ")))
    }

    private func dropCache() throws {
        try BlockDevice(name: name)?.dropCache()
    }
}

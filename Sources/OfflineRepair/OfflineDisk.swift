internal import CLinux
internal import Diagnostics
internal import DiskFormats
internal import Foundation
internal import LinuxSystem

/// A disk of a machine that is not started: opened for reading, checked, and held so that no QEMU starts a machine on it
/// meanwhile.
final class OfflineDisk {
    /// The path as it was named.
    let path: String
    /// The file or device with the data; of a flat VMDK, not the one that was named.
    let file: String
    let disk: VirtualDisk
    let access: DiskAccess
    let isDevice: Bool
    /// The length of the file.
    let length: Int64
    /// The name of the file with the data, where that is not the one that was named.
    let extent: String?
    /// Keeps others from mounting a device.
    private let claim: FileBytes?
    private let bytes: FileBytes
    private let status: stat

    /// Opens a disk.
    ///
    /// - Parameters:
    ///   - known: What the disk was found to be before; else it is looked at, and refused where it must not be written.
    ///   - isCutOff: Whether a commit to a known disk was cut off: then its container may be half written.
    ///   - isForWriting: Whether it will have to be written.
    init(_ path: String, known: DiskState? = nil, isCutOff: Bool = false, isForWriting: Bool = true) throws {
        self.path = path
        let named = try Self.open(path)
        let isDevice = named.status.st_mode & S_IFMT == S_IFBLK
        if let known {
            (disk, access, extent) = (known.disk, known.access, known.extent)
            if !isDevice, !isCutOff {
                let now = try VirtualDisk.read(named.bytes, name: path)
                guard now.format == disk.format, now.size == disk.size else {
                    throw OfflineRepairError(
                        .diskChanged, "\(path): not the disk that was repaired; nothing was written. Look for that one")
                }
            }
        } else {
            disk = isDevice ? try Self.device(named.file, named.bytes) : try VirtualDisk.read(named.bytes, name: path)
            access = DiskAccess(disk)
            extent = if case .flatFile(let name) = disk.layout { name } else { nil }
        }
        var data = named
        if let extent { data = try Self.open(extent: extent, of: named.file, path, size: disk.size) }
        (file, bytes, status, self.isDevice) = (data.file, data.bytes, data.status, isDevice)
        length = bytes.size
        guard !isForWriting || Glibc.access(file, W_OK) == 0 else {
            throw OfflineRepairError(
                .diskUnreadable, "\(path): you may not write it; check its permissions, or use --look-only")
        }
        try DiskUse.check(
            path: path, file: file, descriptor: bytes.descriptor, status: status, isForWriting: isForWriting)
        claim = isDevice ? try DiskUse.claim(file, name: path) : nil
        if !isDevice { try DiskSurroundings.check(path: named.file, name: path) }
        try DiskUse.hold(bytes.descriptor, name: path)
    }

    /// When the file was changed last, in nanoseconds since 1970; nil for a device, which does not say.
    var modified: Int64? {
        var now = stat()
        guard !isDevice, fstat(bytes.descriptor, &now) == 0 else { return nil }
        return Int64(now.st_mtim.tv_sec) * 1_000_000_000 + Int64(now.st_mtim.tv_nsec)
    }

    /// The path as it was named, from the top.
    var absolutePath: String { URL(fileURLWithPath: path).path }

    /// The node of the file, for QEMU. Our own locks are in its way, and say the same.
    var node: QEMUOptions {
        QEMUOptions(isDevice ? "host_device" : "file").with("filename", file).with("locking", "off")
    }

    /// That the disk is the one that was looked at, and that nobody has written it.
    func expectUnchanged() throws {
        var (named, now) = (stat(), stat())
        let isSame =
            fstat(bytes.descriptor, &now) == 0 && stat(file, &named) == 0 && named.st_ino == now.st_ino
            && named.st_dev == now.st_dev && now.st_size == status.st_size
            && now.st_mtim.tv_sec == status.st_mtim.tv_sec && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
        guard isSame || isDevice && named.st_rdev == status.st_rdev else {
            throw OfflineRepairError(
                .diskChanged,
                "\(path): changed while it was worked on; nothing was written. See that its machine stays off")
        }
        guard claim == nil else { return }
        try DiskUse.check(
            path: path, file: file, descriptor: bytes.descriptor, status: status, isForWriting: true)
    }

    /// That an open file is the one that is held: a name may lead elsewhere by now.
    func expectSame(as descriptor: CInt) throws {
        var now = stat()
        guard fstat(descriptor, &now) == 0, now.st_ino == status.st_ino, now.st_dev == status.st_dev,
            now.st_rdev == status.st_rdev
        else {
            throw OfflineRepairError(
                .diskChanged,
                "\(path): replaced by another file; nothing was written to that one. Put the original back")
        }
    }

    private static func open(_ path: String) throws -> (file: String, bytes: FileBytes, status: stat) {
        guard let real = realpath(path, nil) else {
            throw unreadable(path, SystemCallError(call: "open", object: path))
        }
        defer { free(real) }
        let file = String(cString: real)
        let bytes: FileBytes
        do { bytes = try FileBytes(file) } catch { throw unreadable(path, error) }
        var status = stat()
        guard fstat(bytes.descriptor, &status) == 0, [S_IFREG, S_IFBLK].contains(status.st_mode & S_IFMT) else {
            throw OfflineRepairError(.diskUnreadable, "\(path): neither a file nor a disk; name a disk")
        }
        return (file, bytes, status)
    }

    /// The file with the sectors of a flat VMDK: beside its description, and no link to anywhere else.
    private static func open(
        extent: String, of file: String, _ path: String, size: Int64
    ) throws -> (file: String, bytes: FileBytes, status: stat) {
        let place = (file as NSString).deletingLastPathComponent + "/\(extent)"
        let opened = try open(place)
        guard opened.file == place, opened.status.st_mode & S_IFMT == S_IFREG, opened.bytes.size >= size else {
            throw OfflineRepairError(
                .diskUnreadable, "\(path): its data in \(place) is a link, or shorter than the disk; copy both again")
        }
        return opened
    }

    private static func unreadable(_ path: String, _ cause: SystemCallError) -> OfflineRepairError {
        OfflineRepairError(
            .diskUnreadable,
            "\(path): cannot be opened (\(String(cString: strerror(cause.number)))); check its name and permissions",
            cause: cause)
    }

    /// A device is raw, whatever its guest has written to its start.
    private static func device(_ file: String, _ bytes: FileBytes) throws -> VirtualDisk {
        let name = (file as NSString).lastPathComponent
        guard
            let device = BlockDevice(name: name)
                ?? BlockDevice.all(includingLoops: true).first(where: { $0.path == file })
        else { throw OfflineRepairError(.diskUnreadable, "\(file): not a disk with a medium; name a whole disk") }
        guard device.partition == nil else {
            throw OfflineRepairError(
                .diskUnreadable, "\(file): a partition; name the whole disk /dev/\(device.diskName)")
        }
        return VirtualDisk(format: .raw, layout: .flat, size: bytes.size, sectorSize: device.sectorSize)
    }
}

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
    private let bytes: FileBytes
    private let status: stat

    /// Opens a disk.
    ///
    /// - Parameter known: What the disk was found to be before; else it is looked at, and refused where it must not be written.
    init(_ path: String, known: DiskState? = nil) throws {
        self.path = path
        let named = try Self.open(path)
        var file = named.file
        var bytes = named.bytes
        var status = named.status
        let isDevice = status.st_mode & S_IFMT == S_IFBLK
        if let known {
            (disk, access) = (known.disk, known.access)
            if known.file != file { (file, bytes, status) = try Self.open(known.file) }
        } else {
            disk = isDevice ? try Self.device(file, bytes) : try VirtualDisk.read(bytes, name: path)
            access = DiskAccess(disk)
            if case .flatFile(let name) = disk.layout {
                let folder = (file as NSString).deletingLastPathComponent
                (file, bytes, status) = try Self.open("\(folder)/\(name)")
                guard status.st_mode & S_IFMT == S_IFREG, bytes.size >= disk.size else {
                    throw OfflineRepairError(
                        .diskUnreadable, "\(path): its data in \(name) is shorter than the disk; copy both again")
                }
            }
        }
        (self.file, self.bytes, self.status, self.isDevice) = (file, bytes, status, isDevice)
        length = bytes.size
        try DiskUse.check(path: path, file: file, descriptor: bytes.descriptor, status: status)
        if known == nil, !isDevice { try DiskSurroundings.check(path: named.file, name: path) }
        try DiskUse.hold(bytes.descriptor, name: path)
    }

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
        try DiskUse.check(path: path, file: file, descriptor: bytes.descriptor, status: status)
    }

    /// The identity by which a later run knows the file again.
    var identity: (device: UInt64, inode: UInt64) { (UInt64(status.st_dev), UInt64(status.st_ino)) }

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

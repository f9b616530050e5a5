internal import CLinux
internal import Diagnostics
internal import DiskFormats
internal import Foundation
internal import LinuxSystem
internal import StickWriter

/// Whether somebody uses a disk, and keeping others from it.
enum DiskUse {
    /// The bytes of a file that QEMU locks: what it does (100 and up), and what nobody else may do (200 and up).
    private static let locks: Range<Int64> = 100..<204
    /// Of these, the writing and the resizing (block/file-posix.c, RAW_LOCK_PERM_BASE; include/block/block-common.h).
    private static let held: [Int64] = [101, 103, 200, 201, 202, 203]

    /// How often a disk in use is looked at again, 20 ms apart: a program that another repair starts has all open files of
    /// this process for a moment, also those that were closed meanwhile.
    private static let looks = 100

    /// Throws where anybody else has a disk open, mounted or as a part of something.
    static func check(path: String, file: String, descriptor: CInt, status: stat, isForWriting: Bool) throws {
        for _ in 1..<looks {
            if (try? checkOnce(path, file, descriptor, status, isForWriting)) != nil { return }
            usleep(20_000)
        }
        try checkOnce(path, file, descriptor, status, isForWriting)
    }

    private static func checkOnce(
        _ path: String, _ file: String, _ descriptor: CInt, _ status: stat, _ isForWriting: Bool
    ) throws {
        let isDevice = status.st_mode & S_IFMT == S_IFBLK
        if clinux_has_foreign_lock(descriptor, locks.lowerBound, Int64(locks.count)) == 1 {
            throw inUse(path, "a virtual machine has it open")
        }
        if isDevice {
            try checkDevice(path, file)
        } else {
            let isOpen = clinux_is_open_elsewhere(descriptor)
            if isOpen == 1 {
                throw inUse(
                    path,
                    users(of: status).first.map { "process \($0) has it open" }
                        ?? "a program or a loop device has it open")
            }
            // Only root sees in /proc what the programs of others have open.
            guard isOpen == 0 || !isForWriting || geteuid() == 0 else {
                throw OfflineRepairError(
                    .diskInUse,
                    "\(path): cannot check whether it is in use; run this as the owner of the file or as root, or use --look-only"
                )
            }
        }
        // Where there are no leases, or not for this user.
        if let process = users(of: status).first { throw inUse(path, "process \(process) has it open") }
    }

    /// Takes a device for this process alone, as a mount does.
    static func claim(_ file: String, name: String) throws -> FileBytes {
        let descriptor = open(file, O_RDONLY | O_EXCL | O_CLOEXEC)
        guard descriptor >= 0 else { throw inUse(name, "it is mounted, or a part of an array or mapped device") }
        return FileBytes(owning: descriptor)
    }

    /// Takes QEMU's locks, so that no machine starts on the disk.
    static func hold(_ descriptor: CInt, name: String) throws {
        for byte in held where clinux_lock_shared(descriptor, byte, 1) != 0 {
            guard errno == EAGAIN || errno == EACCES else { return }
            throw inUse(name, "a virtual machine has it open")
        }
    }

    private static func checkDevice(_ path: String, _ file: String) throws {
        // Nobody else may have it exclusively: a mounted file system, an array, a device of device-mapper.
        _ = try claim(file, name: path)
        let devices = BlockDevice.all(includingLoops: true)
        let parts = devices.filter { $0.path == file || $0.partition != nil && "/dev/\($0.diskName)" == file }
        if let holder = parts.flatMap(\.holders).first { throw inUse(path, "\(holder) is made of it") }
        for part in parts {
            if let use = try DeviceUses.now(among: devices).uses(of: part).first { throw inUse(path, "\(use)") }
        }
    }

    /// Processes that have the file open, apart from this one, as far as /proc shows them.
    private static func users(of status: stat) -> [Int32] {
        let own = getpid()
        var found: [Int32] = []
        for process in ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap(Int32.init)
        where process != own {
            let folder = "/proc/\(process)/fd"
            for number in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                var other = stat()
                guard stat("\(folder)/\(number)", &other) == 0 else { continue }
                let isSame =
                    status.st_mode & S_IFMT == S_IFBLK
                    ? other.st_mode & S_IFMT == S_IFBLK && other.st_rdev == status.st_rdev
                    : other.st_ino == status.st_ino && other.st_dev == status.st_dev
                if isSame { found.append(process) }
            }
        }
        return found
    }

    private static func inUse(_ path: String, _ how: String) -> OfflineRepairError {
        OfflineRepairError(
            .diskInUse, "\(path): in use: \(how); shut down its machine, unmount it, then run this again")
    }
}

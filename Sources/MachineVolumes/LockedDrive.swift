internal import Glibc
internal import LinuxSystem

/// A drive that encrypts by itself (OPAL, eDrive) and is locked: it shows nothing, or in place of its content a small disk
/// with the program that unlocks it.
enum LockedDrive {
    /// Flags of `IOC_OPAL_GET_STATUS` (linux/sed-opal.h).
    private enum Flag {
        static let locked: UInt32 = 0x08
        static let shadowEnabled: UInt32 = 0x10
        static let shadowDone: UInt32 = 0x20
    }
    /// `_IOR('p', 236, struct opal_status)`, a structure of two numbers of 32 bits.
    private static let getStatus: UInt = 0x8008_70EC

    /// Why a disk's content is out of reach; nil where it is not locked, as far as anybody can say.
    static func reason(for disk: BlockDevice) -> String? {
        if let file = try? OpenFile.open(disk.path) {
            var status: (flags: UInt32, reserved: UInt32) = (0, 0)
            if ioctl(file.descriptor.number, getStatus, &status) == 0, isLocked(status.flags) {
                return "the drive has locked itself (OPAL), and only its password or its own program opens it"
            }
        }
        let ends = BlockDevice.all().compactMap { device in
            device.partition.flatMap { $0.disk == disk.name ? $0.start + device.size : nil }
        }
        guard let end = ends.max() else { return nil }
        return reason(size: disk.size, end: end) { place in
            (try? OpenFile.open(disk.path).readExactly(at: Int64(clamping: place), count: 4096)) != nil
        }
    }

    static func isLocked(_ flags: UInt32) -> Bool {
        flags & Flag.locked != 0 || flags & Flag.shadowEnabled != 0 && flags & Flag.shadowDone == 0
    }

    /// A drive that does not say so: its partitions take up a small part of it, and the rest cannot be read.
    ///
    /// - Parameters:
    ///   - end: Where the last partition ends, in bytes.
    ///   - isReadable: Whether something can be read at a place.
    static func reason(size: UInt64, end: UInt64, isReadable: (UInt64) -> Bool) -> String? {
        // Of whole sectors.
        let quarter = (size / 4) & ~0xFFF
        guard size >= 8 << 30, end < size / 8, !isReadable(2 * quarter), !isReadable(3 * quarter) else { return nil }
        return "the partitions take up \(end >> 20) MiB of \(size >> 20), and the rest cannot be read: the drive has "
            + "locked itself (OPAL), or it fails"
    }
}

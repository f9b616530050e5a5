internal import Diagnostics
internal import LinuxSystem

/// How the FAT volumes of sticks are mounted.
enum StickMount {
    /// Mounts a FAT volume. Read errors of a stick that is going bad must not look like an empty one: the kernel then makes
    /// it read-only.
    static func mount(_ device: String, on target: String, readOnly: Bool) throws(LinuxError) {
        try Mount.mount(
            source: device, target: target, type: "vfat",
            flags: MountFlags.untrusted.union(.noAccessTime).union(readOnly ? .readOnly : []),
            options: "codepage=437,iocharset=iso8859-1,utf8,errors=remount-ro")
    }
}

public import Diagnostics
internal import Glibc

/// mount(2) and umount2(2).
public enum Mount {
    /// Mounts a file system.
    ///
    /// - Parameters:
    ///   - source: A device's path, or a word for a file system without a device.
    ///   - target: An existing directory.
    ///   - type: The kernel's name of the file system, for example `ntfs3`.
    ///   - options: The file system's own options, separated by commas.
    public static func mount(
        source: String, target: String, type: String, flags: MountFlags = [], options: String = ""
    ) throws(LinuxError) {
        try call("mount \(type)", on: "\(source) on \(target)") {
            Glibc.mount(source, target, type, flags.rawValue, options)
        }
    }

    /// Takes a file system away.
    ///
    /// - Parameter lazily: It disappears at once, and is released when its last user has gone (`MNT_DETACH`).
    public static func unmount(_ target: String, lazily: Bool = false) throws(LinuxError) {
        let flags = UMOUNT_NOFOLLOW | (lazily ? MNT_DETACH : 0)
        try call("umount", on: target) { umount2(target, CInt(flags)) }
    }

    /// Makes a directory and those above it, with mode 0755; nothing happens when it is there.
    public static func makeDirectory(_ path: String) throws(LinuxError) {
        var parent = ""
        for component in path.split(separator: "/") {
            parent += (parent.isEmpty && !path.hasPrefix("/") ? "" : "/") + component
            do { try call("mkdir", on: parent) { mkdir(parent, 0o755) } } catch {
                if error.code != .alreadyExists { throw error }
            }
        }
    }

    /// What is mounted, in the order in which it was mounted (/proc/self/mountinfo).
    public static func table() throws(LinuxError) -> [MountEntry] {
        let path = "/proc/self/mountinfo"
        guard let bytes = TextFile.bytes(path, limit: 4 << 20) else {
            throw LinuxError(.notFound, "\(path) cannot be read; mount proc on /proc first")
        }
        return MountEntry.parse(bytes)
    }
}

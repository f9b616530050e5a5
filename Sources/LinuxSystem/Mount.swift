internal import Glibc

/// How a file system is mounted: the flags of mount(2).
public struct MountFlags: OptionSet, Sendable {
    public let rawValue: UInt

    public init(rawValue: UInt) { self.rawValue = rawValue }

    private init(_ flag: some BinaryInteger) { self.init(rawValue: UInt(flag)) }

    /// Nothing is written through this mount. A journal may still be replayed onto the device.
    public static let readOnly = MountFlags(MS_RDONLY)
    /// Set-user-id bits mean nothing.
    public static let noSetUserID = MountFlags(MS_NOSUID)
    /// Device nodes cannot be opened.
    public static let noDevices = MountFlags(MS_NODEV)
    /// Programs cannot be started.
    public static let noExecute = MountFlags(MS_NOEXEC)
    /// Every write waits for the medium.
    public static let synchronous = MountFlags(MS_SYNCHRONOUS)
    /// Reading does not change access times.
    public static let noAccessTime = MountFlags(MS_NOATIME)
    /// Changes the flags of what is mounted already.
    public static let remount = MountFlags(MS_REMOUNT)
    /// Shows a directory in a second place.
    public static let bind = MountFlags(MS_BIND)

    /// For a file system that is not trusted: no devices, no programs, no set-user-id.
    public static let untrusted: MountFlags = [.noSetUserID, .noDevices, .noExecute]
}

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

internal import Glibc

/// How a file system is mounted: the flags of mount(2).
public struct MountFlags: OptionSet, Sendable {
    /// The flags as mount(2) takes them.
    public let rawValue: UInt

    /// Flags from their bits.
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

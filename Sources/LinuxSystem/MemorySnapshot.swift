internal import CDeviceMapper
internal import CLinux
public import Diagnostics
internal import Glibc

/// A block device that shows another one and keeps what is written to it in memory.
///
/// A file system can be mounted on it read-write, journal replay and all, without one byte of the disk changing:
/// device-mapper's `snapshot` target opens its origin for reading only (kernel, `drivers/md/dm-snap.c`,
/// `snapshot_ctr`), and the store of changed chunks is a loop device over a sparse file in memory.
/// While it exists, nothing else can mount the origin or open it exclusively.
public final class MemorySnapshot {
    /// The kernel modules that this needs.
    public static let kernelModules = ["loop", "dm_mod", "dm_snapshot"]

    /// What device-mapper tells of a snapshot.
    public enum State: Equatable, Sendable {
        /// Bytes of memory that are taken, and the bound.
        case valid(used: UInt64, bound: UInt64)
        /// The bound was reached, or memory failed: everything on the snapshot is lost. The origin is as it was.
        case overflowed
    }

    /// The path of the device: `/dev/mapper/<name>`.
    public let path: String
    private let name: String
    private var isRemoved = false

    /// Sets a snapshot up.
    ///
    /// - Parameters:
    ///   - origin: The path of the block device to show.
    ///   - bound: How many bytes may change before the snapshot is lost; memory is taken as they do.
    ///   - name: The name below /dev/mapper, of letters, digits, `-` and `_`.
    public init(of origin: String, bound: UInt64 = MemorySnapshot.defaultBound(), name: String) throws(LinuxError) {
        cdevicemapper_be_quiet()
        dm_udev_set_sync_support(0)
        self.name = name
        path = "/dev/mapper/\(name)"

        let device = try OpenFile.open(origin)
        var bytes: UInt64 = 0
        try call("BLKGETSIZE64", on: origin) { clinux_device_size(device.descriptor.number, &bytes) }
        let store = try LoopDevice(inMemoryOf: bound, name: name)
        // Not persistent (N), chunks of 8 sectors = 4 KiB, the size of a page (kernel, admin-guide/device-mapper).
        let table = "\(origin) \(store.path) N \(Self.chunkSectors)"
        try Self.run(DM_DEVICE_CREATE, name) { task in
            dm_task_add_target(task, 0, bytes / 512, "snapshot", table) != 0
        }
        // From here on device-mapper holds the loop device, which goes when it lets go.
        withExtendedLifetime(store) {}
        dm_task_update_nodes()
    }

    deinit { try? remove() }

    /// Takes the device away and frees its memory. It must not be mounted (`busy`).
    public func remove() throws(LinuxError) {
        guard !isRemoved else { return }
        try Self.run(DM_DEVICE_REMOVE, name) { task in dm_task_retry_remove(task) != 0 }
        dm_task_update_nodes()
        isRemoved = true
    }

    /// Whether what was written is still all there.
    public func state() throws(LinuxError) -> State {
        var text = ""
        try Self.run(DM_DEVICE_STATUS, name) { _ in
            true
        } afterwards: { task in
            var start: UInt64 = 0
            var length: UInt64 = 0
            var type: UnsafeMutablePointer<CChar>?
            var parameters: UnsafeMutablePointer<CChar>?
            _ = dm_get_next_target(task, nil, &start, &length, &type, &parameters)
            text = parameters.map { String(cString: $0) } ?? ""
        }
        return try State(statusLine: text, path: path)
    }

    /// A quarter of the memory that is free now, at most 256 MiB.
    public static func defaultBound() -> UInt64 {
        let limit: UInt64 = 256 << 20
        guard let bytes = TextFile.bytes("/proc/meminfo") else { return limit / 4 }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        guard let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap({ UInt64($0) }), kibibytes < 1 << 40
        else {
            return limit / 4
        }
        return min(limit, kibibytes * 1024 / 4)
    }

    private static let chunkSectors = 8

    /// Runs a task of libdevmapper's on a device.
    private static func run(
        _ type: Int, _ name: String, prepare: (OpaquePointer) -> Bool,
        afterwards: (OpaquePointer) -> Void = { _ in }
    ) throws(LinuxError) {
        guard let task = dm_task_create(CInt(type)) else {
            throw LinuxError(
                .unsupported, "the kernel offers no device-mapper; load its module, dm_mod, from the image")
        }
        defer { dm_task_destroy(task) }
        guard dm_task_set_name(task, name) != 0, prepare(task), dm_task_run(task) != 0 else {
            let number = dm_task_get_errno(task)
            throw LinuxError(
                call: "device-mapper", object: "/dev/mapper/\(name)", number: number == 0 ? EINVAL : number)
        }
        afterwards(task)
    }
}

extension MemorySnapshot.State {
    /// `<taken sectors>/<all sectors> <sectors of metadata>`, or `Invalid`, `Overflow`, `Merge failed`, `Unknown`.
    init(statusLine: String, path: String) throws(LinuxError) {
        switch statusLine {
        case "Invalid", "Overflow": self = .overflowed
        default:
            let sectors = statusLine.prefix { $0 != " " }.split(separator: "/").compactMap { UInt64($0) }
            guard sectors.count == 2, sectors.allSatisfy({ $0 < 1 << 54 }) else {
                throw LinuxError(
                    .malformed, "\(path): device-mapper tells “\(statusLine)”; start again from the stick")
            }
            self = .valid(used: sectors[0] * 512, bound: sectors[1] * 512)
        }
    }
}

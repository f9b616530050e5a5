internal import Glibc
internal import LinuxSystem

/// Tells of block devices as they appear, and when no more are to be expected.
///
/// Nobody can know that: it is taken for granted when the drivers are loaded and the kernel has told of no new device for
/// a while. (A driver's module is loaded only when its first probe has ended, so that disks behind slow controllers keep
/// `AgentPaths.loading` alive; what comes later is mostly USB.)
final class DeviceWatch {
    /// How long the kernel must be quiet, in milliseconds.
    private static let quiet = 1000
    private let monitor: DeviceEventMonitor?
    private var seen: Set<String> = []
    private var lastEvent = MonotonicTime.now()

    init() { monitor = try? DeviceEventMonitor() }

    /// The devices that were not told of before, in the order of their names.
    func newDevices() -> [BlockDevice] {
        BlockDevice.all().filter { seen.insert("\($0.name) \($0.number) \($0.size)").inserted }
    }

    /// Whether drivers are loaded and the kernel has been quiet.
    var isSettled: Bool { !isLoading && lastEvent.millisecondsSince >= Self.quiet }

    /// Waits until the kernel tells of a device, or `isSettled` may have changed.
    func wait() {
        let rest = Self.quiet - lastEvent.millisecondsSince
        // Process 1 does not tell when it is done: its file is looked at ten times a second while it works.
        let limit = isLoading ? 100 : max(20, min(rest, Self.quiet))
        guard let monitor else {
            pause(milliseconds: limit)
            return
        }
        var report = try? monitor.next(timeoutMilliseconds: limit)
        while let heard = report {
            if isHardware(heard) { lastEvent = MonotonicTime.now() }
            report = try? monitor.next(timeoutMilliseconds: 0)
        }
    }

    /// Mounts and snapshots of our own make events too, which say nothing about devices to come.
    private func isHardware(_ report: DeviceEventMonitor.Report) -> Bool {
        guard case .event(let event) = report else { return true }
        return event.subsystem != "module" && !event.devicePath.hasPrefix("/devices/virtual/")
    }

    private var isLoading: Bool { access(AgentPaths.loading, F_OK) == 0 }
}

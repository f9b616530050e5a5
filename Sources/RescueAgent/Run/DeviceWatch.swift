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

    /// Whether drivers are loaded and the kernel has been quiet, with what it told while other work was done.
    var isSettled: Bool {
        hear(milliseconds: 0)
        return !isLoading && lastEvent.millisecondsSince >= Self.quiet
    }

    /// Waits until the kernel tells of a device, or `isSettled` may have changed.
    func wait() {
        let rest = Self.quiet - lastEvent.millisecondsSince
        // Process 1 does not tell when it is done: its file is looked at ten times a second while it works.
        let limit = isLoading ? 100 : max(20, min(rest, Self.quiet))
        if monitor == nil { pause(milliseconds: limit) } else { hear(milliseconds: limit) }
    }

    /// Takes note of the kernel's reports: waits for the first, then takes those that are there.
    private func hear(milliseconds: Int) {
        var report = try? monitor?.next(timeoutMilliseconds: milliseconds)
        while let heard = report {
            if mayBringDisks(heard) { lastEvent = MonotonicTime.now() }
            report = try? monitor?.next(timeoutMilliseconds: 0)
        }
    }

    /// Mounts and snapshots of our own make events too, and screens and keyboards bring no disks.
    private func mayBringDisks(_ report: DeviceEventMonitor.Report) -> Bool {
        guard case .event(let event) = report else { return true }
        return !Self.diskless.contains(event.subsystem ?? "") && !event.devicePath.hasPrefix("/devices/virtual/")
    }

    /// Subsystems (names in /sys/class and /sys/bus) of devices behind which there is never a disk.
    private static let diskless: Set<String> = [
        "backlight", "drm", "drm_dp_aux_dev", "graphics", "hid", "hidraw", "hwmon", "i2c-dev", "input", "leds",
        "module",
        "net", "ptp", "queues", "rtc", "serio", "tty", "vtconsole", "watchdog",
    ]

    private var isLoading: Bool { access(AgentPaths.loading, F_OK) == 0 }
}

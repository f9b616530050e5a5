internal import Glibc
internal import LinuxSystem

/// Tells of block devices as they appear, and when no more are to be expected.
///
/// Nobody can know that: it is taken for granted when the drivers are loaded and the kernel has told of no new device for
/// a while. (A driver's module is loaded only when its first probe has ended, so that disks behind slow controllers keep
/// `AgentPaths.loading` alive; what comes later is mostly USB.)
final class DeviceWatch {
    /// How long the kernel must be quiet, in milliseconds.
    private let quiet: Int
    /// After how long no more devices are waited for, in milliseconds: a driver that hangs in its probe, or a device that
    /// comes and goes, must not keep the machine from an outcome.
    private let patience: Int
    /// The file that exists while drivers are loading.
    private let loading: String
    private let monitor: DeviceEventMonitor?
    private var seen: Set<String> = []
    private let begin = MonotonicTime.now()
    private var lastEvent = MonotonicTime.now()

    init(loading: String = AgentPaths.loading, quiet: Int = 1000, patience: Int = 180_000) {
        self.loading = loading
        self.quiet = quiet
        self.patience = patience
        monitor = try? DeviceEventMonitor()
    }

    /// The devices that were not told of before, in the order of their names.
    func newDevices() -> [BlockDevice] {
        BlockDevice.all().filter { seen.insert("\($0.name) \($0.number) \($0.size)").inserted }
    }

    /// Whether drivers are loaded and the kernel has been quiet, with what it told while other work was done, or that was
    /// waited for in vain.
    var isSettled: Bool {
        hear(milliseconds: 0)
        return isRested || isOutOfPatience
    }

    /// Whether devices never came to rest: there may be disks that were not seen.
    var isOutOfPatience: Bool { !isRested && begin.millisecondsSince >= patience }

    private var isRested: Bool { !isLoading && lastEvent.millisecondsSince >= quiet }

    /// Waits until the kernel tells of a device, or `isSettled` may have changed.
    func wait() {
        let rest = quiet - lastEvent.millisecondsSince
        // Process 1 does not tell when it is done: its file is looked at ten times a second while it works.
        let limit = isLoading ? 100 : max(20, min(rest, quiet))
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

    private var isLoading: Bool { access(loading, F_OK) == 0 }
}

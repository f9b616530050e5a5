internal import Glibc
internal import LinuxMachine
internal import LinuxSystem

/// Measures how long the kernel has reported no new device, to say when no more are to be expected.
///
/// Nobody can know that: it is assumed once the drivers are loaded and the kernel has been quiet for a while. (A driver's
/// module is loaded only when its first probe has ended, so disks behind slow controllers keep `AgentPaths.loading` alive;
/// what comes later is mostly USB.)
final class DeviceQuiet {
    /// How long the kernel must be quiet, in milliseconds.
    private let quiet: Int
    /// How long devices are waited for, in milliseconds: a driver that hangs in its probe, or a device that comes and goes,
    /// must not keep the machine from an outcome. Time spent on other work does not count.
    private let patience: Int
    /// The file that exists while drivers are loading.
    private let loading: String
    /// Nil where the kernel cannot be listened to: then only time passes.
    private let monitor: DeviceEventMonitor?
    /// How long has been waited, in milliseconds.
    private var waited = 0
    private var lastEvent: MonotonicTime

    private init(
        listeningTo monitor: DeviceEventMonitor?, loading: String, quiet: Int, patience: Int, from begin: MonotonicTime
    ) {
        self.monitor = monitor
        self.loading = loading
        self.quiet = quiet
        self.patience = patience
        lastEvent = begin
    }

    /// Starts to listen and to count.
    ///
    /// - Parameters:
    ///   - loading: The file that exists while drivers are loading.
    ///   - quiet: How long the kernel must be quiet, in milliseconds.
    ///   - patience: How long devices are waited for, in milliseconds.
    static func begin(
        loading: String = AgentPaths.loading, quiet: Int = 1000, patience: Int = 180_000
    ) -> DeviceQuiet {
        DeviceQuiet(
            listeningTo: try? DeviceEventMonitor(), loading: loading, quiet: quiet, patience: patience, from: .now())
    }

    /// Whether drivers are loaded and the kernel has been quiet, counting what it reported during other work; or the wait
    /// took too long.
    var isSettled: Bool {
        hear(milliseconds: 0)
        return isRested || isOutOfPatience
    }

    /// Whether devices kept appearing until the time limit: some disks may have been missed.
    var isOutOfPatience: Bool { !isRested && waited >= patience }

    private var isRested: Bool { !isLoading && lastEvent.millisecondsSince >= quiet }

    /// Waits until the kernel reports a device, or `isSettled` may have changed.
    func wait() {
        let begin = MonotonicTime.now()
        defer { waited += begin.millisecondsSince }
        let rest = quiet - lastEvent.millisecondsSince
        // Process 1 does not say when it has finished: its file is looked at ten times a second while it works.
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

    /// Whether drivers are being loaded.
    var isLoading: Bool { access(loading, F_OK) == 0 }
}

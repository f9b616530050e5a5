internal import CLinux
public import Diagnostics

/// Ends the machine's run.
public enum Power {
    /// Writes everything to the disks, for at most the given time, then restarts. Returns only on failure.
    public static func restart(syncLimitMilliseconds: Int = 10_000) -> LinuxError {
        sync(limitMilliseconds: syncLimitMilliseconds)
        return LinuxError(call: "reboot", object: "restart", number: clinux_restart())
    }

    /// Writes everything to the disks, for at most the given time, then switches off. Returns only on failure.
    public static func powerOff(syncLimitMilliseconds: Int = 10_000) -> LinuxError {
        sync(limitMilliseconds: syncLimitMilliseconds)
        return LinuxError(call: "reboot", object: "power off", number: clinux_power_off())
    }

    /// Takes from Ctrl-Alt-Del its effect, which is a restart in the middle of a write. (The kernel sends process 1 a signal
    /// instead, and drops it where that does not listen.)
    public static func holdRestartKeys() { _ = clinux_hold_restart_keys() }

    /// Writes everything to the disks. False when the time ran out: a disk hangs.
    @discardableResult
    public static func sync(limitMilliseconds: Int) -> Bool {
        clinux_sync_within(CInt(clamping: limitMilliseconds)) == 1
    }
}

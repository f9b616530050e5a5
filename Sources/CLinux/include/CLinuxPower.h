#pragma once

// reboot(2): <sys/reboot.h> is not part of Swift's Glibc module.

/// Restarts the machine at once, without syncing. Returns only on failure, with errno's value.
int clinux_restart(void);
/// Switches the machine off at once, without syncing. Returns only on failure, with errno's value.
int clinux_power_off(void);

/// Makes the kernel pass Ctrl-Alt-Del on to process 1 as SIGINT, instead of restarting at once without syncing. Returns 0,
/// or errno's value.
int clinux_hold_restart_keys(void);

/// Writes all file systems to their disks, for at most the given time. Returns 1 when done, 0 when the time ran out.
/// sync(2) cannot be interrupted when a disk hangs, so it runs in a child that may be left behind.
int clinux_sync_within(int milliseconds);

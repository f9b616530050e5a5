#pragma once

// reboot(2): <sys/reboot.h> is not part of Swift's Glibc module.

/// Restarts the machine at once, without syncing. Returns only on failure, with errno's value.
int clinux_restart(void);
/// Switches the machine off at once, without syncing. Returns only on failure, with errno's value.
int clinux_power_off(void);

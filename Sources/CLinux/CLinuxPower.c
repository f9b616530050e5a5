#include "CLinuxPower.h"

#include <errno.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int clinux_restart(void) {
    reboot(RB_AUTOBOOT);
    return errno;
}

int clinux_power_off(void) {
    reboot(RB_POWER_OFF);
    return errno;
}

int clinux_hold_restart_keys(void) {
    return reboot(RB_DISABLE_CAD) == 0 ? 0 : errno;
}

int clinux_sync_within(int milliseconds) {
    pid_t child = fork();
    if (child == 0) {
        sync();
        _exit(0);
    }
    if (child < 0) {
        // Out of processes or memory: a sync that may hang is better than none.
        sync();
        return 1;
    }
    const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    for (int waited = 0; waited <= milliseconds; waited += 10) {
        // -1 (ECHILD) means that somebody else, PID 1's reaper, has collected the child: it is done.
        if (waitpid(child, NULL, WNOHANG) != 0) return 1;
        nanosleep(&pause, NULL);
    }
    return 0;
}

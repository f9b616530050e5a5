#include "CLinuxPower.h"

#include <errno.h>
#include <sys/reboot.h>

int clinux_restart(void) {
    reboot(RB_AUTOBOOT);
    return errno;
}

int clinux_power_off(void) {
    reboot(RB_POWER_OFF);
    return errno;
}

#include "CLinuxConsole.h"

#include <linux/kd.h>
#include <linux/tiocl.h>
#include <sys/ioctl.h>

int clinux_beep(int console, int hertz, int milliseconds) {
    if (hertz <= 0 || milliseconds <= 0) return 0;
    // The low half is the divisor of the 1,193,180 Hz timer, the high half the duration in ms (ioctl_console(2)).
    unsigned long divisor = 1193180UL / (unsigned long)hertz;
    if (divisor > 0xffff) divisor = 0xffff;
    if (milliseconds > 0xffff) milliseconds = 0xffff;
    return ioctl(console, KDMKTONE, ((unsigned long)milliseconds << 16) | divisor);
}

int clinux_unblank(int console) {
    char command = TIOCL_UNBLANKSCREEN;
    return ioctl(console, TIOCLINUX, &command);
}

int clinux_set_unicode_keyboard(int console) {
    return ioctl(console, KDSKBMODE, K_UNICODE);
}

int clinux_set_key(int console, unsigned char table, unsigned char key, unsigned short value) {
    struct kbentry entry = {.kb_table = table, .kb_index = key, .kb_value = value};
    return ioctl(console, KDSKBENT, &entry);
}

int clinux_set_kernel_font(int console, const char *name) {
    struct console_font_op operation = {.op = KD_FONT_OP_SET_DEFAULT, .data = (unsigned char *)name};
    return ioctl(console, KDFONTOP, &operation);
}

int clinux_set_num_lock(int console) { return ioctl(console, KDSKBLED, (unsigned long)K_NUMLOCK); }

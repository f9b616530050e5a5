#pragma once

// Console ioctls: <linux/kd.h> and <linux/tiocl.h> are not part of Swift's Glibc module.

/// KDMKTONE: a tone of the PC speaker. Returns 0, or -1 with errno.
int clinux_beep(int console, int hertz, int milliseconds);
/// TIOCL_UNBLANKSCREEN: wakes a blanked screen. Returns 0, or -1 with errno.
int clinux_unblank(int console);
/// K_UNICODE: the keyboard of a virtual console sends UTF-8. Returns 0, or -1 with errno.
int clinux_set_unicode_keyboard(int console);
/// KDSKBENT: what a key (linux/input-event-codes.h) does in a table, which stands for a combination of Shift, AltGr and so on
/// (keyboard.h). Returns 0, or -1 with errno.
int clinux_set_key(int console, unsigned char table, unsigned char key, unsigned short value);
/// KD_FONT_OP_SET_DEFAULT: one of the kernel's own fonts by its name (lib/fonts). Returns 0, or -1 with errno.
int clinux_set_kernel_font(int console, const char *name);
/// KDSKBLED: the keypad sends digits (NumLock). Returns 0, or -1 with errno.
int clinux_set_num_lock(int console);

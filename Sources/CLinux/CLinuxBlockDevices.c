#define _GNU_SOURCE
#include "CLinuxBlockDevices.h"

#include <linux/fs.h>
#include <linux/loop.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

int clinux_set_read_only(int device, int read_only) {
    return ioctl(device, BLKROSET, &read_only);
}

int clinux_device_size(int device, uint64_t *bytes) {
    return ioctl(device, BLKGETSIZE64, bytes);
}

int clinux_flush_device(int device) {
    return ioctl(device, BLKFLSBUF, 0);
}

int clinux_create_memory_file(const char *name) {
    return memfd_create(name, MFD_CLOEXEC);
}

int clinux_free_loop_device(int control) {
    return ioctl(control, LOOP_CTL_GET_FREE);
}

int clinux_configure_loop_device(int loop, int file) {
    struct loop_config configuration = {
        .fd = (uint32_t)file,
        .info = {.lo_flags = LO_FLAGS_AUTOCLEAR},
    };
    return ioctl(loop, LOOP_CONFIGURE, &configuration);
}

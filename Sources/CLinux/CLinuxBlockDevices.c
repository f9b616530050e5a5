#define _GNU_SOURCE
#include "CLinuxBlockDevices.h"

#include <fcntl.h>
#include <linux/blkpg.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

int clinux_set_read_only(int device, int read_only) {
    return ioctl(device, BLKROSET, &read_only);
}

int clinux_is_read_only(int device) {
    int read_only = 0;
    return ioctl(device, BLKROGET, &read_only) < 0 ? -1 : read_only != 0;
}

int clinux_device_size(int device, uint64_t *bytes) {
    return ioctl(device, BLKGETSIZE64, bytes);
}

int clinux_disk_sequence(int device, uint64_t *number) {
#ifndef BLKGETDISKSEQ
#define BLKGETDISKSEQ _IOR(0x12, 128, uint64_t)
#endif
    return ioctl(device, BLKGETDISKSEQ, number);
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

int clinux_loop_backing(int loop, uint64_t *device, uint64_t *inode) {
    struct loop_info64 status;
    if (ioctl(loop, LOOP_GET_STATUS64, &status) < 0)
        return -1;
    *device = status.lo_device;
    *inode = status.lo_inode;
    return 0;
}

int clinux_reread_partitions(int device) {
    return ioctl(device, BLKRRPART, 0);
}

int clinux_add_partition(int device, int number, uint64_t start, uint64_t length) {
    struct blkpg_partition partition = {.start = (long long)start, .length = (long long)length, .pno = number};
    struct blkpg_ioctl_arg request = {.op = BLKPG_ADD_PARTITION, .datalen = sizeof partition, .data = &partition};
    return ioctl(device, BLKPG, &request);
}

int clinux_set_direct(int file, int direct) {
    int flags = fcntl(file, F_GETFL);
    if (flags < 0)
        return -1;
    return fcntl(file, F_SETFL, direct ? flags | O_DIRECT : flags & ~O_DIRECT);
}

int clinux_create_unnamed_file(const char *folder) {
    return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

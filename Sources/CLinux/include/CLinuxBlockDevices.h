#pragma once

#include <stdint.h>

// Block device and loop ioctls: <linux/fs.h> and <linux/loop.h> are not part of Swift's Glibc module.

/// BLKROSET: whether the kernel refuses writers. Returns 0, or -1 with errno.
int clinux_set_read_only(int device, int read_only);
/// BLKROGET: whether the kernel refuses writers. Returns 0 or 1, or -1 with errno.
int clinux_is_read_only(int device);
/// BLKGETSIZE64: the size in bytes. Returns 0, or -1 with errno.
int clinux_device_size(int device, uint64_t *bytes);
/// BLKGETDISKSEQ (Linux 5.15): the number of the disk's appearance since the kernel started. Returns 0, or -1 with errno (ENOTTY
/// where the kernel has none).
int clinux_disk_sequence(int device, uint64_t *number);
/// BLKFLSBUF: writes back and drops cached pages of the device. Returns 0, or -1 with errno.
int clinux_flush_device(int device);

/// memfd_create(2), which hides behind _GNU_SOURCE: an empty file in memory, closed on exec. Returns the descriptor,
/// or -1 with errno.
int clinux_create_memory_file(const char *name);
/// LOOP_CTL_GET_FREE on /dev/loop-control: the number of a free loop device, or -1 with errno.
int clinux_free_loop_device(int control);
/// LOOP_CONFIGURE: binds the loop device to a file, released when the last opener closes it (LO_FLAGS_AUTOCLEAR).
/// Returns 0, or -1 with errno (EBUSY when another process took the device first).
int clinux_configure_loop_device(int loop, int file);
/// LOOP_GET_STATUS64: the file that a loop device shows, by st_dev and st_ino. Returns 0, or -1 with errno (ENXIO where it shows
/// none).
int clinux_loop_backing(int loop, uint64_t *device, uint64_t *inode);

/// BLKRRPART: reads the partition table again. Returns 0, or -1 with errno (EBUSY while a partition is in use).
int clinux_reread_partitions(int device);
/// BLKPG_ADD_PARTITION: shows bytes of a disk as a partition, until the disk is gone; nothing is written. Returns 0, or -1 with
/// errno (EBUSY where it overlaps one that is shown already).
int clinux_add_partition(int device, int number, uint64_t start, uint64_t length);
/// O_DIRECT by fcntl(2), which hides behind _GNU_SOURCE: whether reads and writes pass the cache by. Returns 0, or -1 with
/// errno (EINVAL where the file system or device cannot do that).
int clinux_set_direct(int file, int direct);
/// open(2) with O_TMPFILE: a file without a name in a folder, for its owner alone, closed on exec. Returns the descriptor, or
/// -1 with errno (EOPNOTSUPP or EISDIR where the file system cannot do that).
int clinux_create_unnamed_file(const char *folder);

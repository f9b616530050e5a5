#define _GNU_SOURCE
#include "CLinuxFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

int clinux_open_beneath(int directory, const char *path, int flags) {
    struct open_how how = {
        .flags = (uint64_t)flags,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
    };
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

ssize_t clinux_read_directory(int directory, void *buffer, size_t size) {
    return syscall(SYS_getdents64, directory, buffer, size);
}

int clinux_sync_file_system(int file) { return syncfs(file); }

int clinux_set_immutable(int file, int immutable) {
    int flags = 0;
    if (ioctl(file, FS_IOC_GETFLAGS, &flags) < 0) return -1;
    int wanted = immutable ? flags | FS_IMMUTABLE_FL : flags & ~FS_IMMUTABLE_FL;
    return wanted == flags ? 0 : ioctl(file, FS_IOC_SETFLAGS, &wanted);
}

int clinux_open_without_access_time(const char *path, int flags) {
    int file = open(path, flags | O_NOATIME);
    // The owner alone may ask for it.
    return file == -1 && errno == EPERM ? open(path, flags) : file;
}

int clinux_is_on_fat(int file) {
    struct statfs status;
    return fstatfs(file, &status) == 0 && status.f_type == MSDOS_SUPER_MAGIC;
}

int clinux_rename_to_new(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

// <asm-generic/fcntl.h> and <linux/fcntl.h>, which cannot be had beside <fcntl.h>.
enum { SET_SIGNAL = 10, OFD_GET_LOCK = 36, OFD_SET_LOCK = 37, SET_LEASE = 1024 };

int clinux_is_open_elsewhere(int file) {
    // Whoever opens the file before the lease is given back would have SIGIO sent, which ends a process.
    if (fcntl(file, SET_SIGNAL, SIGURG) != 0) return -1;
    if (fcntl(file, SET_LEASE, F_WRLCK) != 0) return errno == EAGAIN ? 1 : -1;
    fcntl(file, SET_LEASE, F_UNLCK);
    return 0;
}

int clinux_has_foreign_lock(int file, int64_t start, int64_t length) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    if (fcntl(file, OFD_GET_LOCK, &lock) != 0) return -1;
    return lock.l_type != F_UNLCK;
}

int clinux_lock_shared(int file, int64_t start, int64_t length) {
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    return fcntl(file, OFD_SET_LOCK, &lock);
}

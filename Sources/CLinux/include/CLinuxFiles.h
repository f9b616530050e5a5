#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// openat2(2), getdents64(2) as system calls (glibc wraps the first from 2.42 on and the second with a Linux-only name),
// syncfs(2), and inode flags (<linux/fs.h> is not part of Swift's Glibc module).

/// openat2(2) with RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS, RESOLVE_NO_MAGICLINKS and RESOLVE_NO_XDEV.
/// Returns the descriptor, or -1 with errno.
int clinux_open_beneath(int directory, const char *path, int flags);

/// getdents64(2). Returns the number of bytes, 0 at the end, or -1 with errno.
ssize_t clinux_read_directory(int directory, void *buffer, size_t size);

/// syncfs(2). Returns 0, or -1 with errno.
int clinux_sync_file_system(int file);

/// Sets or clears FS_IMMUTABLE_FL (efivarfs protects variables by it). Returns 0, or -1 with errno.
int clinux_set_immutable(int file, int immutable);

/// open(2) with O_NOATIME (which hides behind _GNU_SOURCE) where the caller may, and without it elsewhere. Returns the
/// descriptor, or -1 with errno.
int clinux_open_without_access_time(const char *path, int flags);

/// renameat2(2) with RENAME_NOREPLACE, which hides behind _GNU_SOURCE. Returns 0, or -1 with errno (EEXIST where the name is taken,
/// EINVAL where the file system cannot do that).
int clinux_rename_to_new(const char *from, const char *to);

/// fstatfs(2): whether the file lies on FAT (MSDOS_SUPER_MAGIC). <sys/statfs.h> is not part of Swift's Glibc module.
int clinux_is_on_fat(int file);

/// F_SETLEASE: whether anybody else on this machine has the file open, by any descriptor. Returns 0 or 1, or -1 with errno
/// (EACCES where the file is another user's, EINVAL where the file system has no leases).
int clinux_is_open_elsewhere(int file);

/// F_OFD_GETLK: whether another open file holds a lock of any kind on a range of bytes. Returns 0 or 1, or -1 with errno.
int clinux_has_foreign_lock(int file, int64_t start, int64_t length);

/// F_OFD_SETLK: a shared lock on a range of bytes, until the open file is closed. Returns 0, or -1 with errno (EAGAIN where
/// somebody has an exclusive one).
int clinux_lock_shared(int file, int64_t start, int64_t length);

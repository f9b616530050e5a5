#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The kernel's device events (netlink): <linux/netlink.h> and the socket's address are not part of Swift's Glibc
// module.

/// Opens a non-blocking NETLINK_KOBJECT_UEVENT socket in the kernel's multicast group (1), with a receive buffer of
/// the given bytes (forced beyond the system's limit when privileged). Returns the socket, or -1 with errno.
int clinux_open_device_events(int buffer_bytes);

/// Receives one message. Returns its length, or -1 with errno (ENOBUFS: events were lost; EAGAIN: none is waiting).
/// `sender` receives the port id: 0 is the kernel, anything else a process. `truncated` tells of a cut message.
ssize_t clinux_receive_device_event(int socket, void *buffer, size_t size, uint32_t *sender, int *truncated);

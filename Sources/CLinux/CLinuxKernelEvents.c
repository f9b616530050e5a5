#define _GNU_SOURCE
#include "CLinuxKernelEvents.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

int clinux_open_device_events(int buffer_bytes) {
    int events = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
    if (events < 0) return -1;
    if (setsockopt(events, SOL_SOCKET, SO_RCVBUFFORCE, &buffer_bytes, sizeof buffer_bytes) < 0) {
        // Not privileged: as much as the system allows.
        setsockopt(events, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
    }
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = 1};
    if (bind(events, (struct sockaddr *)&address, sizeof address) < 0) {
        int number = errno;
        close(events);
        errno = number;
        return -1;
    }
    return events;
}

ssize_t clinux_receive_device_event(int socket, void *buffer, size_t size, uint32_t *sender, int *truncated) {
    struct sockaddr_nl address = {0};
    struct iovec piece = {.iov_base = buffer, .iov_len = size};
    struct msghdr message = {
        .msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &piece, .msg_iovlen = 1,
    };
    ssize_t length = recvmsg(socket, &message, 0);
    *sender = address.nl_pid;
    *truncated = (message.msg_flags & MSG_TRUNC) != 0;
    return length;
}

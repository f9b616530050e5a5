#define _GNU_SOURCE
#include "CLinuxProcesses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Runs in the child; returns only on failure, with errno.
static void become(
    const char *path, char *const arguments[], char *const environment[], const int standard_streams[3],
    int new_session, int controlling_terminal) {
    // Nothing that the parent ignores or blocks is inherited.
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);

    if (new_session && setsid() < 0) return;
    // First out of the way of 0, 1 and 2 (any of the three may be one of them), then into place.
    int moved[3];
    for (int number = 0; number < 3; number++) {
        moved[number] = fcntl(standard_streams[number], F_DUPFD_CLOEXEC, 3);
        if (moved[number] < 0) return;
    }
    for (int number = 0; number < 3; number++) {
        if (dup2(moved[number], number) < 0) return;
    }
    // Libraries open descriptors without O_CLOEXEC (libdevmapper: /dev/mapper/control).
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (controlling_terminal && ioctl(0, TIOCSCTTY, 0) < 0) return;
    execve(path, arguments, environment);
}

pid_t clinux_spawn(
    const char *path, char *const arguments[], char *const environment[], const int standard_streams[3],
    int new_session, int controlling_terminal) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) return -1;

    // No handler of the parent's may run in the child before it has reset them.
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t child = fork();
    if (child == 0) {
        // Above the standard streams, so that dup2 cannot replace it.
        int failure = fcntl(report[1], F_DUPFD_CLOEXEC, 3);
        if (failure >= 0) {
            become(path, arguments, environment, standard_streams, new_session, controlling_terminal);
        }
        int number = errno;
        (void)!write(failure, &number, sizeof number);
        _exit(127);
    }
    int number = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child < 0) {
        close(report[0]);
        errno = number;
        return -1;
    }

    // The pipe closes without a word when exec succeeds.
    ssize_t length;
    do length = read(report[0], &number, sizeof number);
    while (length < 0 && errno == EINTR);
    close(report[0]);
    if (length != sizeof number) return child;
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    errno = number;
    return -1;
}

int clinux_create_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

void clinux_keep_memory_private(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // Swift's runtime may have put itself there: it shows what lies in memory, and waits for questions at a terminal.
    int crashes[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
    for (size_t index = 0; index < sizeof crashes / sizeof *crashes; index++) {
        struct sigaction action;
        if (sigaction(crashes[index], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            signal(crashes[index], SIG_DFL);
    }
}

uint64_t clinux_lockable_memory(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_MEMLOCK, &limit) < 0 ? 0 : limit.rlim_cur;
}

int clinux_open_process(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

int clinux_exit_status(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int clinux_termination_signal(int status) {
    return WIFSIGNALED(status) ? WTERMSIG(status) : -1;
}

#pragma once

#include <stdint.h>
#include <sys/types.h>

// fork(2) and exec(2): Swift marks fork unavailable, and posix_spawn(3) cannot give a child its controlling terminal.
// Between fork and exec only async-signal-safe functions run.

/// Starts a program. `standard_streams` are the child's descriptors 0, 1 and 2; every other one is closed.
/// `new_session`: the child leads a session of its own. `controlling_terminal`: and descriptor 0 is its terminal.
/// Returns the process id, or -1 with errno of whatever failed, exec included.
pid_t clinux_spawn(
    const char *path, char *const arguments[], char *const environment[], const int standard_streams[3],
    int new_session, int controlling_terminal);

/// pipe2(2), which hides behind _GNU_SOURCE: the reading and the writing end, closed on exec. Returns 0, or -1 with
/// errno.
int clinux_create_pipe(int ends[2]);

/// PR_SET_DUMPABLE 0 and RLIMIT_CORE 0: no core dump of this process, and no look into its memory by others of its user. Signals of
/// a crash end it at once.
void clinux_keep_memory_private(void);
/// RLIMIT_MEMLOCK: how many bytes this process may lock without root.
uint64_t clinux_lockable_memory(void);

/// pidfd_open(2): a descriptor that becomes readable when the process ends, or -1 with errno.
int clinux_open_process(pid_t process);

/// The exit status behind what waitpid(2) stored, or -1 when the process was ended by a signal.
int clinux_exit_status(int status);
/// The signal behind what waitpid(2) stored, or -1 when the process exited by itself.
int clinux_termination_signal(int status);

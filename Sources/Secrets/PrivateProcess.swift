internal import CLinux

/// Keeps what a process has in memory to itself.
public enum PrivateProcess {
    /// From now on neither this process nor what it starts leaves a core dump, a crash is not explained with what lies in memory,
    /// and no other process of the same user can read it (PR_SET_DUMPABLE). What it starts is dumpable again by its own start, but for the limit of cores.
    ///
    /// The files of this process in /proc then belong to root: it can read them itself, programs that it starts cannot.
    public static func begin() { clinux_keep_memory_private() }
}

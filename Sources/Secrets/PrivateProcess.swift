internal import CLinux

/// Keeps what a process has in memory to itself.
public enum PrivateProcess {
    /// From now on this process leaves no core dump, a crash is not explained with what lies in memory, and no other process of
    /// the same user can read it (PR_SET_DUMPABLE). What it starts is dumpable again by its own start; it has a core limit of
    /// zero, which programs that the kernel pipes cores to need not keep.
    ///
    /// The files of this process in /proc then belong to root: it can read them itself, programs that it starts cannot.
    public static func begin() { clinux_keep_memory_private() }
}

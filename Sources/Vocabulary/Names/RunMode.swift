/// What the program in the image does: the value of `unloop.mode` on the kernel command line.
public enum RunMode: String, Sendable, CaseIterable {
    /// Repair.
    case repair
    /// Look, and change nothing.
    case look
    /// Offer a shell.
    case shell
    /// Hand the machine back to its own disk.
    case disk
}

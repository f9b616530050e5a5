/// What a machine was started from: the value of `unloop.from` on the kernel command line.
public enum BootMedium: String, Sendable, CaseIterable {
    /// A USB stick.
    case stick
    /// A CD, or an ISO in a virtual machine.
    case optical = "cd"
    /// The network.
    case network
    /// Nothing: `unloop repair` gave a virtual machine the disks of one that is not started.
    case appliance
}

/// The words on the kernel command line that speak to the program itself. Settings stand there too, with the same prefix.
public enum KernelWord: String, Sendable, CaseIterable {
    /// What the program does (`RunMode`).
    case mode
    /// What the machine was started from (`BootMedium`).
    case from
    /// The event after which the agent ends itself, to rehearse a crash.
    case drill
    /// The GUID of the partition that takes the record: then no other one is taken for it.
    case log
    /// How many disks the machine has: then nothing is waited for once they are there.
    case disks

    /// What stands before every word.
    public static let prefix = "unloop."

    /// The word as it stands on the command line.
    public var full: String { Self.prefix + rawValue }

    /// The word with a value.
    public func callAsFunction(_ value: String) -> String { "\(full)=\(value)" }
}

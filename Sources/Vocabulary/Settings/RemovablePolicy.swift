/// What to do about a Windows on a USB disk or another removable medium: the value of `removable` in the settings.
public enum RemovablePolicy: String, Sendable, CaseIterable {
    /// Leave the medium as it is: it may be somebody's Windows To Go and not this machine's.
    case leave
    /// Repair it as a disk of the machine, for disks that were taken out of theirs.
    case repair
}

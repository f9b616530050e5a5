/// What the newest record of an open machine says besides its outcome: what its remedy takes.
struct MachineEvidence {
    /// A volume that no key at hand opened, and the identifiers of the keys that would.
    var missingKeys: [(device: String, protectorID: String)] = []
    /// The models of the disks that were seen, without sticks.
    var disks: [String] = []
    /// What the record says of disks that it could not look at, such as a member of an array.
    var hiddenDisks: [String] = []
}

/// Why it is not certain which runs are a machine's.
struct MachineDoubt: Hashable, Sendable {
    enum Kind: String, Sendable {
        /// The firmware's numbers are those of a computer with another name, too.
        case sharedNumber = "shared-number"
        /// The computer had another name before.
        case renamed
        /// The runs may be those of another machine, which is known by its name.
        case uncertainMachine = "uncertain-machine"
    }

    let kind: Kind
    let detail: String
}

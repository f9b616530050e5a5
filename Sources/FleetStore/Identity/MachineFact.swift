/// Something that a run says of its machine and that another run may say too.
struct MachineFact: Hashable, Comparable, Sendable {
    /// What it is, from what proves most to what proves least.
    enum Kind: String, Sendable, CaseIterable {
        /// The firmware's UUID and serial number together: boards of a series may share one of them.
        case firmware
        /// The identifier of a BitLocker volume or of one of its key protectors.
        case bitLocker = "bitlocker"
        /// The model and serial number of a fixed disk.
        case disk
        /// The name of a computer, as names are compared.
        case name
        /// The GUID of a partition: a copy of a disk has it too.
        case partition
        /// A hardware address: an adapter goes from machine to machine.
        case address
    }

    let kind: Kind
    let value: String

    static func < (left: MachineFact, right: MachineFact) -> Bool {
        (left.kind.rawValue, left.value) < (right.kind.rawValue, right.value)
    }
}

/// A part of a disk, as its record says.
struct PartRecord {
    private static let indexFlag: UInt64 = 0x08

    let id: UInt64
    let name: String
    /// Sectors from the beginning of the disk's data area.
    let start: UInt64
    /// Sectors from the beginning of the component.
    let offset: UInt64
    /// Sectors.
    let size: UInt64
    let component: UInt64
    let disk: UInt64
    /// Which column of a striped component it is.
    let index: UInt64

    init(_ fields: inout RecordFields, flags: UInt64) throws(DatabaseProblem) {
        id = try fields.number()
        name = try fields.text()
        // Zeros, number of the last change.
        try fields.skip(12)
        start = try fields.fixed(8)
        offset = try fields.fixed(8)
        size = try fields.number()
        component = try fields.number()
        disk = try fields.number()
        index = flags & Self.indexFlag != 0 ? try fields.number() : 0
    }
}

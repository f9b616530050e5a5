/// A component of a volume, as its record says: one copy of the volume's content.
struct ComponentRecord {
    enum Layout: UInt64 {
        case striped = 1
        case concatenated = 2
        case raid5 = 3
    }
    private static let stripeFlag: UInt64 = 0x10

    let id: UInt64
    let layout: Layout
    let partCount: UInt64
    let volume: UInt64
    /// Parts side by side; nil when they are one after the other.
    let columns: UInt64?

    init(_ fields: inout RecordFields, flags: UInt64) throws(DatabaseProblem) {
        id = try fields.number()
        let name = try fields.text()
        // The state, a text.
        _ = try fields.counted()
        let type = try fields.fixed(1)
        guard let layout = Layout(rawValue: type) else {
            throw .unsupported("component \(name) has layout \(type)")
        }
        self.layout = layout
        try fields.skip(4)
        partCount = try fields.number()
        // Number of the last change, zeros.
        try fields.skip(16)
        volume = try fields.number()
        try fields.skip(1)
        if flags & Self.stripeFlag != 0 {
            // Sectors in a stripe.
            _ = try fields.number()
            columns = try fields.number()
        } else {
            columns = nil
        }
    }
}

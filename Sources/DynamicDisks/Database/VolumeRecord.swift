/// A volume, as its record says.
struct VolumeRecord {
    /// The optional fields.
    private enum Flag {
        static let firstID: UInt64 = 0x08
        static let secondID: UInt64 = 0x20
        static let columnSize: UInt64 = 0x80
        static let mountHint: UInt64 = 0x02
    }

    let id: UInt64
    let name: String
    let state: String
    let isRAID5: Bool
    let componentCount: UInt64
    /// Sectors.
    let size: UInt64
    /// The partition type that it would have in an MBR.
    let partitionType: UInt8
    let guid: String
    let mountHint: String?

    init(_ fields: inout RecordFields, flags: UInt64) throws(DatabaseProblem) {
        id = try fields.number()
        name = try fields.text()
        let layout = try fields.text()
        try fields.skip(Int(try fields.fixed(1)))
        // Fourteen bytes, with zeros at the end.
        var state = ""
        for _ in 0..<14 {
            let byte = UInt8(try fields.fixed(1))
            if (0x20..<0x7F).contains(byte) { state.unicodeScalars.append(Unicode.Scalar(byte)) }
        }
        self.state = state
        switch (try fields.fixed(1), layout) {
        case (3, "gen"): isRAID5 = false
        case (4, "raid5"): isRAID5 = true
        case (let type, _): throw .unsupported("volume \(name) is of type \(type), \(layout)")
        }
        // Unknown, number of the volume, zeros, flags.
        try fields.skip(6)
        componentCount = try fields.number()
        // Number of the last change, unknown.
        try fields.skip(16)
        size = try fields.number()
        try fields.skip(4)
        partitionType = UInt8(try fields.fixed(1))
        guid = try fields.guid()
        if flags & Flag.firstID != 0 { _ = try fields.counted() }
        if flags & Flag.secondID != 0 { _ = try fields.counted() }
        if flags & Flag.columnSize != 0 { _ = try fields.number() }
        mountHint = flags & Flag.mountHint != 0 ? try fields.text() : nil
    }
}

/// One attribute of a file record.
///
/// Source: Linux-NTFS documentation, concept "Attribute Header".
struct Attribute {
    static let endOfList = 0xFFFF_FFFF
    /// The header of a resident attribute without a name or value.
    static let smallest = 24

    enum Field {
        static let length = 4
        /// 1: the value lies in clusters of its own, u8.
        static let isNonResident = 8
        /// UTF-16 units in the name, u8, and where it begins, u16.
        static let nameLength = 9
        static let nameOffset = 10
        /// 0x0001 to 0x00FF: compressed, u16.
        static let flags = 12
        /// Number within the record, u16.
        static let instance = 14
        /// Resident: bytes of the value, u32, and where it begins, u16.
        static let valueLength = 16
        static let valueOffset = 20
        /// Non-resident: first and last cluster of the value that this attribute maps, u64.
        static let firstCluster = 16
        static let lastCluster = 24
        /// Where the run list begins, u16.
        static let runs = 32
        /// Bytes of the value on the disk, in use, and written so far, u64; only where the first cluster is 0.
        static let allocatedSize = 40
        static let dataSize = 48
        static let initializedSize = 56
    }
    enum Kind {
        static let list = 0x20
        static let fileName = 0x30
        static let data = 0x80
        static let indexRoot = 0x90
        static let indexAllocation = 0xA0
        static let bitmap = 0xB0
        static let reparsePoint = 0xC0
    }

    let bytes: ByteWindow
    let type: Int

    init(_ bytes: ByteWindow, type: Int) {
        self.bytes = bytes
        self.type = type
    }

    var isResident: Bool { bytes.u8(at: Field.isNonResident) == 0 }
    var isCompressed: Bool { (bytes.u16(at: Field.flags) ?? 0) & 0xFF != 0 }
    var instance: Int? { bytes.u16(at: Field.instance) }
    var firstCluster: UInt64? { bytes.u64(at: Field.firstCluster) }

    func hasName(_ name: [UInt16]) -> Bool {
        guard let length = bytes.u8(at: Field.nameLength), length == name.count else { return false }
        guard length > 0 else { return true }
        guard let offset = bytes.u16(at: Field.nameOffset) else { return false }
        return bytes.units(at: offset, count: length) == name
    }

    /// The value of a resident attribute; nil when it does not lie in the attribute.
    var value: ByteWindow? {
        guard isResident, let length = bytes.u32(at: Field.valueLength), let offset = bytes.u16(at: Field.valueOffset)
        else { return nil }
        return bytes.window(at: offset, count: length)
    }
}

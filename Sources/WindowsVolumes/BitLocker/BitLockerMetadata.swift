/// One copy of a BitLocker volume's metadata, whose checksum is right: a header, and entries.
struct BitLockerMetadata {
    /// An entry, or a property of one: its size @0, role @2 and type @4 (u16 each), and what it holds from 8 on.
    struct Entry {
        let bytes: LittleEndianBytes

        /// The bytes before what an entry holds.
        static let headerSize = 8
        /// The bytes before a key protector's properties: its GUID @8 and the kind of protection @34 (u16).
        private static let protectorHeaderSize = 36

        var role: Int { bytes.u16(at: 2) ?? 0 }
        var type: Int { bytes.u16(at: 4) ?? 0 }

        /// A key protector is an entry with role 2 and type 8.
        var isProtector: Bool { role == 2 && type == 8 && bytes.count >= Self.protectorHeaderSize }
        /// How a key protector is protected.
        var protection: Int? { bytes.u16(at: 34) }
        /// What a key protector consists of.
        var properties: [Entry] { Self.all(in: bytes, from: Self.protectorHeaderSize, to: bytes.count) }

        /// The entries in a range of bytes, up to the first that is none.
        static func all(in bytes: LittleEndianBytes, from start: Int, to end: Int) -> [Entry] {
            var entries: [Entry] = []
            var at = start
            while at + headerSize <= end, let length = bytes.u16(at: at), length >= headerSize, at + length <= end,
                let content = bytes.slice(at: at, count: length)
            {
                entries.append(Entry(bytes: LittleEndianBytes(content)))
                at += length
            }
            return entries
        }
    }

    /// The volume's identifier.
    let volumeID: String
    let state: BitLockerVolume.State
    /// The encryption method.
    let method: Int
    let entries: [Entry]

    /// From the whole block. The dataset is @64: its size @0 and the size of its header @8 (u32), the volume's GUID @16 and the
    /// method @36 (u16).
    init?(_ block: LittleEndianBytes) {
        guard let number = block.u16(at: 12), let state = BitLockerVolume.State(rawValue: number),
            let size = block.u32(at: 64), let header = block.u32(at: 72), header >= 48, size >= header,
            size <= block.count - 64, let volumeID = block.guid(at: 80), let method = block.u16(at: 100)
        else { return nil }
        self.volumeID = volumeID
        self.state = state
        self.method = method
        entries = Entry.all(in: block, from: 64 + header, to: 64 + size)
    }
}

/// One record of the file table, with its fixups undone.
///
/// Source: Linux-NTFS documentation, concept "FILE Record".
struct FileRecord {
    enum Field {
        /// Sequence number, u16.
        static let sequence = 16
        /// Offset of the first attribute, u16.
        static let firstAttribute = 20
        /// 1: in use, 2: a folder, u16.
        static let flags = 22
        /// Bytes that are used of the record, u32.
        static let usedSize = 24
        /// Reference of the record that this one extends, or 0, u64.
        static let base = 32
        /// This record's number, u32; only since NTFS 3.1, whose update sequence begins at 48 or later.
        static let number = 44
        /// Where the update sequence begins where there is a number.
        static let sizeWithNumber = 48
    }

    let bytes: ByteWindow
    let number: UInt64
    let sequence: UInt16
    let isInUse: Bool
    let isFolder: Bool
    /// The record that this one extends; nil for a record of its own.
    let base: RecordReference?

    var reference: RecordReference { RecordReference(number: number, sequence: sequence) }

    /// - Parameter bytes: the record, with its fixups undone.
    /// - Returns: nil when the header cannot be that of this record.
    init?(_ bytes: ByteWindow, number: UInt64) {
        guard bytes.hasSignature, let sequence = bytes.u16(at: Field.sequence), let flags = bytes.u16(at: Field.flags),
            let used = bytes.u32(at: Field.usedSize), used <= bytes.count, let base = bytes.u64(at: Field.base),
            let sequenceOffset = bytes.u16(at: UpdateSequence.Field.offset)
        else { return nil }
        if sequenceOffset >= Field.sizeWithNumber {
            guard bytes.u32(at: Field.number) == Int(number & 0xFFFF_FFFF) else { return nil }
        }
        self.bytes = bytes
        self.number = number
        self.sequence = UInt16(sequence)
        isInUse = flags & 1 != 0
        isFolder = flags & 2 != 0
        self.base = base == 0 ? nil : RecordReference(base)
    }

    /// Hands every attribute to `body`, until that returns false.
    ///
    /// - Returns: Whether the chain of attributes is sound up to where it was followed.
    @discardableResult
    func forEachAttribute(_ body: (Attribute) -> Bool) -> Bool {
        guard var start = bytes.u16(at: Field.firstAttribute), let used = bytes.u32(at: Field.usedSize) else {
            return false
        }
        while let type = bytes.u32(at: start), start < used {
            if type == Attribute.endOfList { return true }
            guard let length = bytes.u32(at: start + Attribute.Field.length), length >= Attribute.smallest,
                length % 8 == 0, length <= used - start, let window = bytes.window(at: start, count: length)
            else { return false }
            guard body(Attribute(window, type: type)) else { return true }
            start += length
        }
        return false
    }

    /// The first attribute of a type and name that `isWanted` accepts.
    func attribute(_ type: Int, _ name: [UInt16], where isWanted: (Attribute) -> Bool = { _ in true }) -> Attribute? {
        var found: Attribute?
        forEachAttribute { attribute in
            guard attribute.type == type, attribute.hasName(name), isWanted(attribute) else { return true }
            found = attribute
            return false
        }
        return found
    }
}

extension ByteWindow {
    /// `FILE` as a number.
    private static let signature = 0x454C_4946

    var hasSignature: Bool { u32(at: 0) == Self.signature }
}

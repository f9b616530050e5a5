/// One entry of an `$ATTRIBUTE_LIST`: which record holds an attribute, or a part of it.
///
/// Source: Linux-NTFS documentation, attribute "$ATTRIBUTE_LIST (0x20)".
struct AttributeListEntry {
    enum Field {
        /// Type of the attribute, u32.
        static let type = 0
        /// Length of the entry, u16.
        static let length = 4
        /// UTF-16 units in the attribute's name, u8, and where it begins, u8.
        static let nameLength = 6
        static let nameOffset = 7
        /// First cluster of the value that the attribute maps, u64.
        static let firstCluster = 8
        /// The record, u64.
        static let record = 16
        /// The attribute's number within the record, u16.
        static let instance = 24
    }
    static let smallest = 26
    /// The longest list that Windows makes, in bytes.
    static let listLimit = 256 << 10

    let type: Int
    let name: [UInt16]
    let firstCluster: UInt64
    let record: RecordReference
    let instance: Int

    /// The entries of a list.
    static func all(in list: [UInt8]) throws(ReadProblem) -> [AttributeListEntry] {
        let bytes = ByteWindow(list)
        var entries: [AttributeListEntry] = []
        var start = 0
        while start < bytes.count {
            guard let type = bytes.u32(at: start + Field.type), let length = bytes.u16(at: start + Field.length),
                length >= smallest, length <= bytes.count - start,
                let nameLength = bytes.u8(at: start + Field.nameLength),
                let nameOffset = bytes.u8(at: start + Field.nameOffset), nameOffset + 2 * nameLength <= length,
                let name = bytes.units(at: start + nameOffset, count: nameLength),
                let cluster = bytes.u64(at: start + Field.firstCluster),
                let record = bytes.u64(at: start + Field.record), let instance = bytes.u16(at: start + Field.instance)
            else { throw ReadProblem(.damaged, "its attribute list is damaged") }
            entries.append(
                AttributeListEntry(
                    type: type, name: name, firstCluster: cluster, record: RecordReference(record), instance: instance))
            start += length
        }
        return entries
    }
}

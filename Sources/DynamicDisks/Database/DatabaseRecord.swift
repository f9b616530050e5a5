/// One record of a database: a volume, one of its components, a part of a disk, a disk, or the group.
///
/// A volume has one component, or one for each of its copies; a component has parts ("partitions" in the database).
/// Every record has a number by which others name it. Sizes are in sectors.
enum DatabaseRecord {
    case volume(VolumeRecord)
    case component(ComponentRecord)
    case part(PartRecord)
    case disk(id: UInt64, name: String, guid: String)
    case group(name: String)

    private enum Field {
        /// 0: in force, u16.
        static let status = 0
        /// Which optional fields there are, u8.
        static let flags = 2
        /// Type in the lower half, revision in the upper, u8.
        static let type = 3
        /// Bytes after this header, u32.
        static let size = 4
        static let content = 8
    }

    /// - Parameter bytes: what lies in the record's slots.
    init(_ bytes: [UInt8]) throws(DatabaseProblem) {
        let view = BigEndianBytes(bytes)
        guard let status = view.u16(at: Field.status), let flags = view.number(at: Field.flags, width: 1),
            let type = view.number(at: Field.type, width: 1), let size = view.u32(at: Field.size),
            let content = view.part(at: Field.content, count: size)
        else { throw .damaged("a record is longer than its slots") }
        guard status == 0 else { throw .unfinished }
        var fields = RecordFields(content)
        switch type {
        case 0x51: self = .volume(try VolumeRecord(&fields, flags: flags))
        case 0x32: self = .component(try ComponentRecord(&fields, flags: flags))
        case 0x33: self = .part(try PartRecord(&fields, flags: flags))
        case 0x34:
            let (id, name) = (try fields.number(), try fields.text())
            guard let guid = GUIDText.of(text: try fields.counted()) else {
                throw .damaged("a disk record has no valid GUID")
            }
            self = .disk(id: id, name: name, guid: guid)
        case 0x44: self = .disk(id: try fields.number(), name: try fields.text(), guid: try fields.guid())
        case 0x35, 0x45:
            _ = try fields.number()
            self = .group(name: try fields.text())
        default: throw .unsupported("a record of type \(type & 15), revision \(type >> 4)")
        }
    }
}

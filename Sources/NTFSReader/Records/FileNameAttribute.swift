/// A `$FILE_NAME`: the value of an attribute of a record, and the key of a folder's entry.
///
/// Source: Linux-NTFS documentation, attribute "$FILE_NAME (0x30)".
struct FileNameAttribute {
    enum Field {
        /// Reference of the folder, u64.
        static let parent = 0
        /// File attributes, u32.
        static let flags = 56
        /// UTF-16 units in the name, u8.
        static let nameLength = 64
        /// Namespace, u8.
        static let namespace = 65
        /// The name.
        static let name = 66
    }
    enum Flag {
        /// It has a reparse point (`FILE_ATTRIBUTE_REPARSE_POINT`).
        static let reparsePoint = 0x400
        /// It is a folder: it has an index `$I30`.
        static let folder = 0x1000_0000
    }

    let parent: RecordReference
    let flags: Int
    let namespace: NameSpace
    let name: NTFSFileName

    /// Nil when the value is too short, the name is empty, or the namespace is unknown.
    init?(_ value: ByteWindow) {
        guard let parent = value.u64(at: Field.parent), let flags = value.u32(at: Field.flags),
            let length = value.u8(at: Field.nameLength), length > 0,
            let namespace = value.u8(at: Field.namespace).flatMap({ NameSpace(rawValue: UInt8($0)) }),
            let units = value.units(at: Field.name, count: length)
        else { return nil }
        self.parent = RecordReference(parent)
        self.flags = flags
        self.namespace = namespace
        name = NTFSFileName(units)
    }
}

/// What a name is for. A file with a long name has a second one for DOS.
public enum NameSpace: UInt8, Sendable {
    /// Any name; two of a folder may differ in case alone.
    case posix = 0
    /// A name that Win32 can have.
    case win32 = 1
    /// The short name beside a long one.
    case dos = 2
    /// A name that is both.
    case win32AndDOS = 3
}

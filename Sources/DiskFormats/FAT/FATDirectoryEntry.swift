internal import Diagnostics

/// An entry of a directory (Microsoft FAT specification, August 2005, sections 6 and 7).
struct FATDirectoryEntry: Equatable {
    /// The fields of a short entry (section 6).
    enum Field {
        static let name = 0..<11
        static let attributes = 11..<12
        static let letterCase = 12..<13
        static let clusterHigh = 20..<22
        static let writeTime = 22..<24
        static let writeDate = 24..<26
        static let clusterLow = 26..<28
        static let size = 28..<32
    }

    /// The bits of the attributes.
    enum Attribute {
        static let label = 0x08
        static let folder = 0x10
        /// Read-only, hidden, system and label together mark a piece of a long name (section 7.1) …
        static let longName = 0x0F
        /// … under this mask.
        static let longNameMask = 0x3F
    }

    static let length = 32
    /// A directory has at most 65,536 entries (section 6.2).
    static let maximumDirectorySize: Int64 = 65_536 * 32
    private static let deleted: UInt8 = 0xE5

    /// The long name where there is a sound one, else the short one.
    let name: String
    let isFolder: Bool
    /// The volume's own name is an entry too.
    let isLabel: Bool
    /// Whether it is `.` or `..`.
    let isDot: Bool
    /// The first cluster; 0 for an empty file, and for the root in `..`.
    let cluster: Int
    /// The size of a file in bytes.
    let size: Int64
    /// When it was last written: Unix seconds, the volume's local time taken as UTC.
    let timestamp: Int64

    /// The entries of a directory in their order, without the deleted ones.
    ///
    /// - Parameter oddity: takes what a sound directory does not have, with the number of the entry.
    static func entries(
        of directory: ArraySlice<UInt8>, oddity: (_ entry: Int, _ what: String) throws(DiskFormatError) -> Void
    ) throws(DiskFormatError) -> [FATDirectoryEntry] {
        var entries: [FATDirectoryEntry] = []
        var longName = FATLongName()
        var place = directory.startIndex
        while place + length <= directory.endIndex, directory[place] != 0 {
            let number = (place - directory.startIndex) / length
            let slot = directory[place..<place + length]
            place += length
            if slot.first == deleted {
                longName = FATLongName()
            } else if slot.small(Field.attributes) & Attribute.longNameMask == Attribute.longName {
                longName.add(slot)
            } else {
                if longName.isBegun, longName.name(forShort: slot.bytes(Field.name)) == nil {
                    try oddity(number, "long name does not belong to its short name")
                }
                let entry = FATDirectoryEntry(slot, longName: longName.name(forShort: slot.bytes(Field.name)))
                if let letter = entry.name.unicodeScalars.first(where: {
                    $0.value < 32 || "\"*/:<>?\\|".unicodeScalars.contains($0)
                }) {
                    try oddity(number, "name with the character U+\(String(letter.value, radix: 16, uppercase: true))")
                }
                longName = FATLongName()
                entries.append(entry)
            }
        }
        return entries
    }

    private init(_ slot: ArraySlice<UInt8>, longName: String?) {
        let attributes = slot.small(Field.attributes)
        isFolder = attributes & Attribute.folder != 0
        isLabel = attributes & Attribute.label != 0
        isDot = slot.first == UInt8(ascii: ".")
        name = longName ?? Self.shortName(slot, isLabel: isLabel)
        cluster = slot.small(Field.clusterHigh) << 16 | slot.small(Field.clusterLow)
        size = isFolder ? 0 : Int64(slot.little(Field.size))
        timestamp = Self.seconds(date: slot.small(Field.writeDate), time: slot.small(Field.writeTime))
    }

    /// Eight and three characters padded with blanks. Bits 3 and 4 of the case say that they stand for small letters, which
    /// Windows NT and mtools use to save a long name.
    private static func shortName(_ slot: ArraySlice<UInt8>, isLabel: Bool) -> String {
        func part(_ bytes: ArraySlice<UInt8>, isLower: Bool) -> String {
            // The code page of other letters is not known.
            let text = String(String.UnicodeScalarView(bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : "_" }))
            let trimmed = text.dropLast(text.reversed().prefix { $0 == " " }.count)
            return isLower ? trimmed.lowercased() : String(trimmed)
        }
        let letterCase = slot.small(Field.letterCase)
        let base = part(slot.bytes(0..<8), isLower: letterCase & 0x08 != 0)
        let ending = part(slot.bytes(8..<11), isLower: letterCase & 0x10 != 0)
        // A volume's label has eleven characters and no dot.
        if isLabel { return part(slot.bytes(Field.name), isLower: false) }
        return ending.isEmpty ? base : "\(base).\(ending)"
    }

    /// Section 6.3: seven bits of years from 1980, four of months, five of days; five of hours, six of minutes, five of
    /// pairs of seconds. The days are counted from 1970 in the proleptic Gregorian calendar.
    private static func seconds(date: Int, time: Int) -> Int64 {
        let month = max(date >> 5 & 15, 1)
        // The year begins in March, so that the leap day is its last.
        let year = 1980 + (date >> 9) - (month <= 2 ? 1 : 0)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + max(date & 31, 1) - 1
        let days = 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
        return Int64(days * 86_400 + (time >> 11) * 3600 + (time >> 5 & 63) * 60 + (time & 31) * 2)
    }
}

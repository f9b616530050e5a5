/// A file or folder in a directory of FAT.
struct FATEntry: Equatable {
    /// The largest directory there is: 65,536 entries of 32 bytes.
    static let maximumDirectorySize = 65_536 * 32
    private static let readOnlyHiddenSystemLabel = 0x0F

    /// The long name where there is a sound one, else the short one.
    let name: String
    let isFolder: Bool
    /// The volume's own name is an entry too.
    let isLabel: Bool
    /// The first cluster; 0 for an empty file.
    let cluster: Int
    /// The size of a file in bytes.
    let size: Int

    /// The entries of a directory, in their order. `.` and `..` and those that were deleted are left out.
    ///
    /// Name @0 (11 bytes), attributes u8 @11, case u8 @12, first cluster u16 @20 (high) and @26 (low), size u32 @28.
    static func entries(of directory: ArraySlice<UInt8>) -> [FATEntry] {
        var entries: [FATEntry] = []
        var longName = FATLongName()
        var rest = directory
        while rest.count >= 32, rest.first != 0 {
            let entry = rest.prefix(32)
            rest = rest.dropFirst(32)
            if entry.first == 0xE5 {
                longName = FATLongName()
                continue
            }
            let attributes = entry.little(11, 1)
            if attributes & 0x3F == readOnlyHiddenSystemLabel {
                longName.add(entry)
                continue
            }
            let name = longName.name(forShort: entry.prefix(11)) ?? shortName(entry)
            longName = FATLongName()
            if entry.first == UInt8(ascii: ".") { continue }
            entries.append(
                FATEntry(
                    name: name, isFolder: attributes & 0x10 != 0, isLabel: attributes & 0x08 != 0,
                    cluster: entry.little(20, 2) << 16 | entry.little(26, 2), size: entry.little(28, 4)))
        }
        return entries
    }

    /// Eight and three characters padded with blanks; bits 3 and 4 of the case say that they stand for small letters.
    private static func shortName(_ entry: ArraySlice<UInt8>) -> String {
        func part(_ bytes: ArraySlice<UInt8>, isLower: Bool) -> String {
            let text = bytes.map { $0 < 0x80 ? Character(Unicode.Scalar($0)) : "_" }
            let trimmed = String(String(text).reversed().drop { $0 == " " }.reversed())
            return isLower ? trimmed.lowercased() : trimmed
        }
        let letters = entry.little(12, 1)
        let base = part(entry.prefix(8), isLower: letters & 0x08 != 0)
        let ending = part(entry.prefix(11).suffix(3), isLower: letters & 0x10 != 0)
        // A volume's label has eleven characters and no dot.
        if entry.little(11, 1) & 0x08 != 0 { return base + ending }
        return ending.isEmpty ? base : "\(base).\(ending)"
    }
}

/// The long name that stands in front of an entry, in pieces of 13 UTF-16 units, the last piece first.
private struct FATLongName {
    private var pieces: [[UInt16]] = []
    private var expected = 0
    private var checksum: UInt8 = 0

    /// Number u8 @0 (bit 6: the last), checksum of the short name u8 @13, units @1, @14 and @28.
    mutating func add(_ entry: ArraySlice<UInt8>) {
        let number = entry.little(0, 1) & 0x3F
        let sum = UInt8(entry.little(13, 1))
        if entry.little(0, 1) & 0x40 != 0 {
            pieces = []
            checksum = sum
        } else if number != expected || sum != checksum {
            self = FATLongName()
            return
        }
        guard (1...20).contains(number) else { return }
        let offsets = Array(stride(from: 1, to: 11, by: 2)) + stride(from: 14, to: 26, by: 2) + [28, 30]
        pieces.append(offsets.map { UInt16(entry.little($0, 2)) })
        expected = number - 1
    }

    /// The name, if it is whole and belongs to the short one.
    func name(forShort short: ArraySlice<UInt8>) -> String? {
        guard !pieces.isEmpty, expected == 0 else { return nil }
        let sum = short.reduce(UInt8(0)) { ($0 >> 1 | $0 << 7) &+ $1 }
        guard sum == checksum else { return nil }
        return String(decoding: pieces.reversed().joined().prefix { $0 != 0 }, as: UTF16.self)
    }
}

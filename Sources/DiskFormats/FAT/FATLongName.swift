/// The long name in front of a directory entry, in pieces of 13 UTF-16 units, the last piece first (Microsoft FAT
/// specification, August 2005, section 7).
struct FATLongName {
    /// The fields of a piece (section 7.1).
    enum Field {
        static let order = 0..<1
        static let firstUnits = 1..<11
        static let checksum = 13..<14
        static let middleUnits = 14..<26
        static let lastUnits = 28..<32
    }

    /// The flag of the piece that stands first.
    private static let isLast = 0x40
    /// A name has at most 255 units.
    private static let numbers = 1...20

    private var pieces: [ArraySlice<UInt8>] = []
    private var expected = 0
    private var checksum = 0
    /// Whether there was a piece of a name at all.
    private(set) var isBegun = false

    /// Takes a further piece. One that does not belong to those before makes the whole name unusable.
    mutating func add(_ piece: ArraySlice<UInt8>) {
        isBegun = true
        let order = piece.small(Field.order)
        let number = order & ~Self.isLast
        let sum = piece.small(Field.checksum)
        if order & Self.isLast != 0 {
            pieces = []
            checksum = sum
        } else if number != expected || sum != checksum {
            (pieces, expected) = ([], 0)
            return
        }
        guard Self.numbers.contains(number) else {
            (pieces, expected) = ([], 0)
            return
        }
        pieces.append(piece)
        expected = number - 1
    }

    /// The name, if it is whole and belongs to the short one.
    func name(forShort short: ArraySlice<UInt8>) -> String? {
        guard !pieces.isEmpty, expected == 0, Int(Self.checksum(ofShort: short)) == checksum else { return nil }
        let units = pieces.reversed().flatMap { piece in
            [Field.firstUnits, Field.middleUnits, Field.lastUnits].flatMap { field in
                stride(from: field.lowerBound, to: field.upperBound, by: 2).map { UInt16(piece.small($0..<$0 + 2)) }
            }
        }
        return String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
    }

    /// The checksum of a short name's eleven bytes (section 7.2).
    static func checksum(ofShort name: some Sequence<UInt8>) -> UInt8 {
        name.reduce(0) { ($0 >> 1 | $0 << 7) &+ $1 }
    }
}

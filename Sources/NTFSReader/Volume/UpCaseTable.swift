/// The volume's own table of upper-case letters: names are the same, and sorted, by what it makes of them.
///
/// `$UpCase` is record 10; its data are 65,536 UTF-16 units, one for each unit. (Linux-NTFS documentation, file "$UpCase".)
public struct UpCaseTable: Sendable {
    static let record: UInt64 = 10
    static let size = 65_536

    /// Empty: ASCII letters alone are folded, of which all tables agree.
    private let units: [UInt16]
    /// Whether this is a volume's table.
    public var isComplete: Bool { !units.isEmpty }

    /// The folding of ASCII alone.
    public static let ascii = UpCaseTable(units: [])

    private init(units: [UInt16]) { self.units = units }

    /// - Returns: nil when the bytes are not such a table.
    init?(_ bytes: [UInt8]) {
        let view = ByteWindow(bytes)
        guard bytes.count == 2 * Self.size, let units = view.units(at: 0, count: Self.size) else { return nil }
        // What is ASCII is folded as everywhere; anything else would be damage, and would hide names.
        for unit in UInt16(0)..<128 where units[Int(unit)] != Self.ascii.folded(unit) { return nil }
        self.units = units
    }

    /// The upper-case form of a unit.
    public func folded(_ unit: UInt16) -> UInt16 {
        if units.isEmpty { return (0x61...0x7A).contains(unit) ? unit - 0x20 : unit }
        return units[Int(unit)]
    }

    /// Whether two names are the same but for case.
    public func isSame(_ left: NTFSFileName, _ right: NTFSFileName) -> Bool {
        left.units.count == right.units.count && zip(left.units, right.units).allSatisfy { folded($0) == folded($1) }
    }

    /// Whether a name comes before another in a folder's index: by upper-case units, then by the units themselves.
    func precedes(_ left: NTFSFileName, _ right: NTFSFileName) -> Bool {
        for (one, other) in zip(left.units, right.units) {
            let (one, other) = (folded(one), folded(other))
            if one != other { return one < other }
        }
        if left.units.count != right.units.count { return left.units.count < right.units.count }
        return left.units.lexicographicallyPrecedes(right.units)
    }
}

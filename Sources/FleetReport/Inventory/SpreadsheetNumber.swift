/// A number as a spreadsheet shows it. What it was made from may have had zeros before it and more digits behind.
enum SpreadsheetNumber: Hashable, Sendable {
    /// All digits, without zeros before them: `123` of `000123`.
    case whole(String)
    /// The first digits, without zeros before them, and the power of ten of the first one: `5.00E+12`.
    case rounded(String, exponent: Int)

    /// The longest serial number, and the longest cell, that is looked at as a number, in bytes.
    static let longest = 64
    /// The significant digits that spreadsheets keep.
    private static let precision = 15

    /// The numbers that a cell may show, in lower case and without blanks: `5.000` is five, or five thousand.
    static func shown(in cell: String) -> [SpreadsheetNumber] {
        // A spreadsheet leaves no zero before a number.
        guard cell.utf8.count <= longest, let first = cell.utf8.first, isDigit(first), first != UInt8(ascii: "0") else {
            return []
        }
        if let number = scientific(cell) { return [number] }
        let parts = cell.split(omittingEmptySubsequences: false) { isMark($0) }
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }) else { return [] }
        var numbers: [SpreadsheetNumber] = []
        if isGrouped(parts) { numbers.append(.whole(significant(parts.joined()))) }
        if parts.count > 1, let fraction = parts.last, fraction.allSatisfy({ $0 == "0" }), isGrouped(parts.dropLast()) {
            numbers.append(.whole(significant(parts.dropLast().joined())))
        }
        return numbers
    }

    /// The numbers by which a spreadsheet may show a serial number, in lower case and without blanks.
    ///
    /// - Parameter precisions: the significant digits of the rounded numbers that come into question.
    static func showing(_ serial: String, precisions: Set<Int>) -> [SpreadsheetNumber] {
        guard serial.utf8.count <= longest, serial.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "e") }) else {
            return []
        }
        let sides = serial.split(separator: "e", omittingEmptySubsequences: false)
        // `5E123` is text to whoever gave the number, and a power of ten to a spreadsheet.
        guard let first = sides.first, !first.isEmpty, sides.count <= 2,
            let power = sides.count == 1 ? 0 : Int(sides[1]), (0...1_000_000).contains(power)
        else { return [] }
        let digits = significant(first)
        guard digits != "0" else { return [] }
        var numbers: [SpreadsheetNumber] = []
        if digits.count + power <= longest {
            let whole = digits + String(repeating: "0", count: power)
            numbers.append(.whole(whole))
            if whole.count > precision {
                numbers += rounded(whole, to: precision).map { digits, carry in
                    .whole(digits + String(repeating: "0", count: whole.count + carry - precision))
                }
            }
        }
        let exponent = digits.count - 1 + power
        for precision in precisions where precision > 0 {
            numbers += rounded(digits, to: precision).map { .rounded($0, exponent: exponent + $1) }
        }
        return numbers
    }

    /// The significant digits of a rounded number.
    var precision: Int? {
        guard case .rounded(let digits, _) = self else { return nil }
        return digits.count
    }

    /// The first digits, cut off and rounded, and by how much rounding made the number longer.
    private static func rounded(_ digits: String, to count: Int) -> [(digits: String, carry: Int)] {
        let missing = max(0, count - digits.utf8.count)
        let kept = Array(digits.utf8.prefix(count)) + Array(repeating: UInt8(ascii: "0"), count: missing)
        let cut = String(decoding: kept, as: UTF8.self)
        guard digits.utf8.dropFirst(count).first.map({ $0 >= UInt8(ascii: "5") }) ?? false else { return [(cut, 0)] }
        var up = kept
        var place = count - 1
        while place >= 0, up[place] == UInt8(ascii: "9") {
            up[place] = UInt8(ascii: "0")
            place -= 1
        }
        if place >= 0 {
            up[place] += 1
            return [(cut, 0), (String(decoding: up, as: UTF8.self), 0)]
        }
        up = [UInt8(ascii: "1")] + up.dropLast()
        return [(cut, 0), (String(decoding: up, as: UTF8.self), 1)]
    }

    private static func scientific(_ cell: String) -> SpreadsheetNumber? {
        let sides = cell.split(separator: "e", omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        let power = sides[1].hasPrefix("+") ? sides[1].dropFirst() : sides[1]
        guard (1...7).contains(power.utf8.count), power.utf8.allSatisfy(isDigit), let exponent = Int(power) else {
            return nil
        }
        let parts = sides[0].split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
            parts[0].utf8.first != UInt8(ascii: "0")
        else { return nil }
        return .rounded(parts.joined(), exponent: exponent + parts[0].count - 1)
    }

    /// Whether digits stand in groups of three behind the first, or in one.
    private static func isGrouped(_ parts: ArraySlice<Substring>) -> Bool {
        parts.count == 1 || parts.first.map { $0.count <= 3 } ?? false && parts.dropFirst().allSatisfy { $0.count == 3 }
    }

    private static func isGrouped(_ parts: [Substring]) -> Bool { isGrouped(parts[...]) }

    private static func significant(_ digits: some StringProtocol) -> String {
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// What stands between thousands or before a fraction, by the language.
    private static func isMark(_ character: Character) -> Bool { ".,'\u{2019}".contains(character) }
}

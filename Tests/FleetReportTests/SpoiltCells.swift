internal import FleetSimulation
import Foundation

/// Serial numbers, and what people and spreadsheets make of them.
enum SpoiltSerial: CaseIterable {
    // What is taken off a cell without a doubt.
    case lowerCase, blanks, blanksWithoutBreak, invisibleMarks, apostrophe, curlyApostrophe, formula, fullWidth,
        thousandsWithBlank
    // What another serial number could have become as well.
    case zerosLost, powerWithPoint, powerWithComma, powerWithoutFraction, fifteenDigits, thousandsWithPoint,
        thousandsWithComma, fraction, germanFraction
    case machineType, wholeModel, barCode, barCodeOfType, words, hyphen
    // Text with a power of ten in it.
    case letterE

    /// Whether the number can be told without another fact.
    var isHarmless: Bool {
        switch self {
        case .lowerCase, .blanks, .blanksWithoutBreak, .invisibleMarks, .apostrophe, .curlyApostrophe, .formula,
            .fullWidth, .thousandsWithBlank:
            true
        default: false
        }
    }

    /// The product of the machine, and its maker.
    static let model = (maker: "LENOVO", product: "20XW004AGE")

    /// A serial number of the firmware to which this can happen.
    func serial(_ random: inout SplitMix64) -> String {
        func digits(_ count: Int) -> String {
            let first = String(Int.random(in: 1...9, using: &random))
            return first + (1..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
        }
        switch self {
        case .zerosLost: return "0" + String(repeating: "0", count: Int.random(in: 0...3, using: &random)) + digits(8)
        case .powerWithPoint, .powerWithComma, .powerWithoutFraction, .thousandsWithPoint, .thousandsWithComma,
            .thousandsWithBlank, .fraction, .germanFraction:
            return digits(Int.random(in: 12...15, using: &random))
        case .fifteenDigits: return digits(Int.random(in: 16...20, using: &random)) + "7"
        case .letterE: return "\(digits(2))E\(Int.random(in: 12...99_999, using: &random))"
        default: return "PF" + digits(6)
        }
    }

    /// What stands in the inventory's cell.
    func cell(_ serial: String) -> String {
        let middle = serial.index(serial.startIndex, offsetBy: 3)
        func split(_ mark: String) -> String { serial[..<middle] + mark + serial[middle...] }
        func power(_ mark: String, fraction: Int) -> String {
            let sides = serial.split(separator: "E")
            let digits = Array(sides[0])
            let exponent = digits.count - 1 + (sides.count > 1 ? Int(sides[1]) ?? 0 : 0)
            // Rounded as a spreadsheet does it.
            let shown = Array(String(format: "%.0f", Double(String(digits)) ?? 0))
            let value = (Double(String(shown.prefix(15))) ?? 0) / Foundation.pow(10, Double(min(shown.count, 15) - 1))
            var text = String(format: "%.\(fraction)f", value)
            var carried = exponent
            if text.hasPrefix("10") { (text, carried) = (String(format: "%.\(fraction)f", value / 10), exponent + 1) }
            return text.replacingOccurrences(of: ".", with: mark) + "E+\(carried)"
        }
        func grouped(_ mark: String) -> String {
            var result = ""
            for (index, character) in serial.reversed().enumerated() {
                if index > 0, index.isMultiple(of: 3) { result = mark + result }
                result = "\(character)" + result
            }
            return result
        }
        switch self {
        case .lowerCase: return serial.lowercased()
        case .blanks: return " \(split(" ")) "
        case .blanksWithoutBreak: return "\u{A0}\(split("\u{A0}"))\u{202F}"
        case .invisibleMarks: return "\u{FEFF}\(split("\u{200B}"))\u{AD}"
        case .apostrophe: return "'\(serial)"
        case .curlyApostrophe: return "\u{2019}\(serial)"
        case .formula: return "=\"\(serial)\""
        case .fullWidth:
            return String(
                String.UnicodeScalarView(serial.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
        case .zerosLost: return String(serial.drop { $0 == "0" })
        case .powerWithPoint: return power(".", fraction: 2)
        case .powerWithComma: return power(",", fraction: 2)
        case .powerWithoutFraction: return power(".", fraction: 0)
        case .letterE: return power(",", fraction: 2)
        case .fifteenDigits: return serial.prefix(15) + String(repeating: "0", count: serial.count - 15)
        case .thousandsWithPoint: return grouped(".")
        case .thousandsWithComma: return grouped(",")
        case .thousandsWithBlank: return grouped("\u{A0}")
        case .fraction: return serial + ".0"
        case .germanFraction: return serial + ",00"
        case .machineType: return "20XW\(serial)"
        case .wholeModel: return "20XW004AGE\(serial)"
        case .barCode: return "1S20XW004AGE\(serial)"
        case .barCodeOfType: return "1S20XW\(serial)"
        case .words: return "MTM 20XW004AGE S/N: \(serial)"
        case .hyphen: return split("-")
        }
    }
}

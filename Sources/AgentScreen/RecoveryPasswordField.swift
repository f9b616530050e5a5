package import RecoveryKeys

/// The field for a recovery password: 48 digits in 8 groups, each checked when it is complete.
package struct RecoveryPasswordField: PromptField {
    /// How the person finished.
    package enum Ending { case typed(RecoveryPassword), skip, otherField }

    /// How the person finished; nil until then.
    package private(set) var ending: Ending?
    package private(set) var message = ""
    private var typed = EditedLine<UInt8>(capacity: 48)
    private var digits: [UInt8] { typed.elements }
    /// Whether Tab leads to another field.
    let hasOtherField: Bool

    package init(hasOtherField: Bool) { self.hasOtherField = hasOtherField }

    package mutating func take(_ key: TypedKey) -> Bool {
        message = ""
        switch key {
        case .character(let scalar):
            if let digit = Self.digit(scalar) {
                insert(digit)
            } else if scalar == "s" || scalar == "S" {
                ending = .skip
            } else if !"-‐‑‒–—−  ".unicodeScalars.contains(scalar) {
                message = "A recovery key has digits only."
            }
        case .tab where hasOtherField: ending = .otherField
        case .enter: submit()
        case .tab, .escape, .backspace, .delete, .left, .right, .home, .end: typed.edit(key)
        }
        if message.isEmpty { message = problem ?? "" }
        return ending != nil
    }

    /// A digit, whatever the keyboard's layout: the kernel goes by a key's position, so a scanner that presses Shift for
    /// digits (as a French keyboard needs) sends what a US keyboard has above them.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        if ("0"..."9").contains(scalar) { return UInt8(ascii: scalar) }
        guard let place = Array("!@#$%^&*()".unicodeScalars).firstIndex(of: scalar) else { return nil }
        return UInt8(ascii: "0") + UInt8((place + 1) % 10)
    }

    private mutating func insert(_ digit: UInt8) {
        guard digits.count < 48 else {
            message = "Too many digits: a recovery key has 48."
            return
        }
        typed.insert(digit)
    }

    private mutating func submit() {
        do throws(RecoveryPassword.Problem) {
            ending = .typed(try RecoveryPassword(digits[...]))
        } catch {
            message = "\(error.description.prefix(1).uppercased() + error.description.dropFirst())."
        }
    }

    /// The first complete group that fails its check.
    private var problem: String? {
        for (number, start) in stride(from: 0, to: digits.count - 5, by: 6).enumerated() {
            if let failure = Self.failure(of: digits[start..<start + 6]) { return "Group \(number + 1) \(failure)." }
        }
        return nil
    }

    private static func failure(of group: ArraySlice<UInt8>) -> RecoveryPassword.Group.Problem? {
        do throws(RecoveryPassword.Group.Problem) {
            _ = try RecoveryPassword.Group(group)
            return nil
        } catch {
            return error
        }
    }

    package func line(masked: Bool) -> String {
        var text = ""
        for position in 0..<48 {
            if position > 0, position % 6 == 0 { text += "-" }
            let shown = position < digits.count ? (masked ? "*" : String(UnicodeScalar(digits[position]))) : "_"
            let start = position / 6 * 6
            let isWrong = start + 6 <= digits.count && Self.failure(of: digits[start..<start + 6]) != nil
            if masked {
                text += shown
            } else {
                text +=
                    (position == typed.cursor ? "\u{1B}[7m" : isWrong ? "\u{1B}[91m" : "\u{1B}[97m") + shown
                    + "\u{1B}[0m"
            }
        }
        return text
    }

    package mutating func wipe() {
        typed.wipe(with: 0)
        ending = nil
    }
}

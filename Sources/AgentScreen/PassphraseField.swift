package import Secrets

/// The field for a password or a passphrase: any characters.
package struct PassphraseField: PromptField {
    /// How the person finished.
    package enum Ending { case typed(SecretBytes), skip, otherField }

    /// How the person finished; nil until then.
    package private(set) var ending: Ending?
    package private(set) var message = ""
    private var typed = EditedLine<Unicode.Scalar>(capacity: Self.limit)
    /// Whether Tab leads to another field.
    let hasOtherField: Bool

    package init(hasOtherField: Bool) { self.hasOtherField = hasOtherField }

    /// BitLocker takes up to 256 characters, age any number.
    private static let limit = 1024

    package mutating func take(_ key: TypedKey) -> Bool {
        message = ""
        switch key {
        case .character(let scalar): if typed.elements.count < Self.limit { typed.insert(scalar) }
        case .tab where hasOtherField: ending = .otherField
        case .enter: submit()
        case .tab, .escape, .backspace, .delete, .left, .right, .home, .end: typed.edit(key)
        }
        return ending != nil
    }

    private mutating func submit() {
        if typed.elements.isEmpty {
            ending = .skip
            return
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(typed.elements.count * 4)
        for scalar in typed.elements {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        ending = .typed(SecretBytes(bytes))
        bytes.wipe()
    }

    package func line(masked: Bool) -> String {
        if masked { return String(repeating: "*", count: typed.elements.count) }
        var text = ""
        for (position, scalar) in typed.elements.enumerated() {
            text += position == typed.cursor ? "\u{1B}[7m\(scalar)\u{1B}[0m" : String(scalar)
        }
        return text + (typed.cursor == typed.elements.count ? "\u{1B}[7m \u{1B}[0m" : "")
    }

    package mutating func wipe() {
        typed.wipe(with: "\0")
        ending = nil
    }
}

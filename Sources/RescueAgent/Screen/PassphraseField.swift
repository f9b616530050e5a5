internal import RecoveryKeys

/// The field for a password or a passphrase: any characters.
struct PassphraseField: PromptField {
    /// How the person ended.
    enum Ending { case typed(SecretBytes), skip, otherField }

    private(set) var ending: Ending?
    private(set) var message = ""
    private var scalars: [Unicode.Scalar] = []
    private var cursor = 0
    /// Whether there is another field that Tab leads to.
    let hasOtherField: Bool

    init(hasOtherField: Bool) {
        self.hasOtherField = hasOtherField
        // In one piece: a growing array would leave copies behind.
        scalars.reserveCapacity(Self.limit)
    }

    /// BitLocker takes up to 256 characters, age any number.
    private static let limit = 1024

    mutating func take(_ key: TypedKey) -> Bool {
        message = ""
        switch key {
        case .character(let scalar) where scalars.count < Self.limit:
            scalars.insert(scalar, at: cursor)
            cursor += 1
        case .backspace where cursor > 0:
            cursor -= 1
            scalars.remove(at: cursor)
        case .delete where cursor < scalars.count: scalars.remove(at: cursor)
        case .left where cursor > 0: cursor -= 1
        case .right where cursor < scalars.count: cursor += 1
        case .home: cursor = 0
        case .end: cursor = scalars.count
        case .tab where hasOtherField: ending = .otherField
        case .enter: submit()
        case .character, .tab, .escape, .backspace, .delete, .left, .right: break
        }
        return ending != nil
    }

    private mutating func submit() {
        if scalars.isEmpty {
            ending = .skip
            return
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 4)
        for scalar in scalars { bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter) }
        ending = .typed(SecretBytes(bytes))
        bytes.wipe()
    }

    func line(masked: Bool) -> String {
        if masked { return String(repeating: "*", count: scalars.count) }
        var text = ""
        for (position, scalar) in scalars.enumerated() {
            text += position == cursor ? "\u{1B}[7m\(scalar)\u{1B}[0m" : String(scalar)
        }
        return text + (cursor == scalars.count ? "\u{1B}[7m \u{1B}[0m" : "")
    }

    mutating func wipe() {
        for position in scalars.indices { scalars[position] = "\0" }
        scalars.removeAll(keepingCapacity: true)
        cursor = 0
        ending = nil
    }
}

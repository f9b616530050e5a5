internal import RecoveryLog
internal import Vocabulary

/// What values mean. Letter case does not matter, except in labels: it does not to those who use Windows.
extension GivenValue {
    /// A truth value, in any of the words that people write for one.
    func boolean() throws(Misfit) -> Bool {
        switch try word(wanted: "true or false").lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        case let other: throw Self.misfit(other, wanted: "true or false")
        }
    }

    /// One of the choices of a setting.
    func choice<Choice: RawRepresentable & CaseIterable>() throws(Misfit) -> Choice where Choice.RawValue == String {
        let wanted = Choice.allCases.map(\.rawValue).joined(separator: " or ")
        return try Self.choice(try word(wanted: wanted), wanted: wanted)
    }

    /// A whole number.
    func number(in range: ClosedRange<Int>) throws(Misfit) -> Int {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        let text = try word(wanted: wanted)
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(text),
            range.contains(number)
        else { throw Self.misfit(text, wanted: wanted) }
        return number
    }

    /// What comes after the outcomes: one word for all, or one for each.
    func ending() throws(Misfit) -> RunEnding {
        guard case .table(let pairs) = self else { return RunEnding(otherwise: try choice()) }
        var actions: [String: RunEnding.Action] = [:]
        let outcomes = Outcome.allCases.map(\.rawValue) + ["otherwise"]
        let wanted = RunEnding.Action.allCases.map(\.rawValue).joined(separator: " or ")
        for pair in pairs {
            let outcome = pair.name.lowercased()
            guard outcomes.contains(outcome) else {
                throw Self.misfit(pair.name, wanted: outcomes.joined(separator: ", ") + " before the colon")
            }
            let action: RunEnding.Action = try Self.choice(pair.value, wanted: wanted)
            guard actions.updateValue(action, forKey: outcome) == nil else {
                throw Misfit(detail: "\(outcome) appears twice; keep one of the two")
            }
        }
        let ofOutcomes = Outcome.allCases.compactMap { outcome in actions[outcome.rawValue].map { (outcome, $0) } }
        return RunEnding(Dictionary(uniqueKeysWithValues: ofOutcomes), otherwise: actions["otherwise"] ?? .wait)
    }

    /// Names of remedies: of files in one folder, so that they cannot lead out of it.
    func remedyNames() throws(Misfit) -> [String] {
        let given: [String]
        switch self {
        case .word(let name): given = [name]
        case .list(let names): given = names
        case .table: throw Misfit(detail: "write a list of names, such as [crowdstrike-291]")
        }
        if given.isEmpty || given == [""] {
            throw Misfit(detail: "no remedy given; name one, or leave out the line for all built-in ones")
        }
        guard given.count <= 100 else { throw Misfit(detail: "more than 100 remedies; name fewer") }
        var names: [String] = []
        for name in given {
            let lowered = name.lowercased()
            let stem = lowered.hasSuffix(".yaml") ? String(lowered.dropLast(5)) : lowered
            guard Self.isName(stem, longest: 64) else {
                throw Self.misfit(name, wanted: "letters, digits and hyphens, as in crowdstrike-291")
            }
            if !names.contains(stem) { names.append(stem) }
        }
        return names
    }

    /// The name of a keyboard layout.
    ///
    /// - Parameter known: The layouts of the image; nil where that is not known.
    func keyboard(of known: [String]?) throws(Misfit) -> String {
        let wanted = "the name of a layout, such as us, uk, de or fr"
        let name = try word(wanted: wanted)
        guard RunSettings.isKeyboardName(name.lowercased()) else { throw Self.misfit(name, wanted: wanted) }
        if let known, !known.contains(name.lowercased()) {
            throw Self.misfit(name, wanted: "a layout of the image: \(known.joined(separator: ", "))")
        }
        return name.lowercased()
    }

    /// A line of text for records and screens.
    func label() throws(Misfit) -> String {
        let text = try word(wanted: "a line of text")
        guard text.unicodeScalars.count <= Self.longestLabel else {
            throw Misfit(detail: "the text is longer than \(Self.longestLabel) characters; shorten it")
        }
        guard displaySafe(text, limit: Self.longestLabel) == text, !text.contains("\u{FFFD}") else {
            throw Misfit(
                detail: "a character of the text does not print; type the text again, and save the file as UTF-8")
        }
        return text
    }

    private static let longestLabel = 100

    /// Whether a text is a name in lower-case letters, digits and hyphens, the first of which is no hyphen: neither a path
    /// nor an option can be made of it.
    static func isName(_ text: String, longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private func word(wanted: String) throws(Misfit) -> String {
        guard case .word(let word) = self else { throw Misfit(detail: "more than one value; write \(wanted)") }
        return word
    }

    private static func choice<Choice: RawRepresentable>(
        _ word: String, wanted: String
    ) throws(Misfit) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: word.lowercased()) else { throw misfit(word, wanted: wanted) }
        return choice
    }

    private static func misfit(_ word: String, wanted: String) -> Misfit {
        Misfit(
            detail: word.isEmpty
                ? "no value; write \(wanted)"
                : "\"\(displaySafe(word, limit: 40))\" is not understood; write \(wanted)")
    }
}

internal import Vocabulary

/// A serial number as firmware, people and spreadsheets write it, for comparing.
struct SerialNumber: Hashable, Sendable {
    /// In lower case, without blanks and what does not show.
    let text: String
    /// The words of the cell, in lower case.
    private let words: [String]

    /// Nil for an empty cell or a placeholder.
    init?(_ cell: String) {
        let plain = PlainCell.text(cell).lowercased()
        guard !PlaceholderIdentity.isPlaceholder(plain) else { return nil }
        text = plain.filter { $0 != " " }
        words = plain.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    static func == (left: SerialNumber, right: SerialNumber) -> Bool { left.text == right.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// Letters and digits only.
    private var letters: String { words.joined() }

    /// The shortest word, and the shortest number behind a machine type, that is taken for a serial number.
    private static let shortest = 5
    /// The lengths of what stands before the serial number: a machine type (`20XW`), the whole model (`20XW004AGE`, before
    /// 2012 `4243WEB`), and both behind the `1S` of Lenovo's and IBM's bar codes.
    private static let typeLengths = [4, 6, 7, 9, 10, 12]

    /// What a serial number may be that became this cell: by its numbers, its words, and without a machine type before it.
    var origins: Set<Origin> {
        guard text.utf8.count <= SpreadsheetNumber.longest else { return [] }
        var origins = Set(SpreadsheetNumber.shown(in: text).map(Origin.number))
        let letters = letters
        origins.insert(.letters(letters))
        for word in words where word.utf8.count >= Self.shortest { origins.insert(.letters(word)) }
        for length in Self.typeLengths where letters.utf8.count >= length + Self.shortest {
            let type = letters.prefix(length)
            guard [4, 7, 10].contains(length) || type.hasPrefix("1s") else { continue }
            origins.insert(.letters(String(letters.dropFirst(length))))
        }
        return origins
    }

    /// By what cells that this serial number became are found.
    ///
    /// - Parameter precisions: the significant digits of the rounded numbers in the cells.
    func traces(precisions: Set<Int>) -> [Origin] {
        [.letters(letters)] + SpreadsheetNumber.showing(text, precisions: precisions).map(Origin.number)
    }

    /// What a cell may have been.
    enum Origin: Hashable, Sendable {
        case letters(String)
        case number(SpreadsheetNumber)

        /// The significant digits of a rounded number.
        var precision: Int? { if case .number(let number) = self { number.precision } else { nil } }
    }

    /// Whether it is not what a spreadsheet rounds numbers to.
    var isWhole: Bool { !SpreadsheetNumber.shown(in: text).contains { $0.precision != nil } }

    /// Whether this cell may be what became of a serial number.
    ///
    /// - Parameter model: the maker and product of the machine; nil where they are not known.
    func mayHaveBeen(_ serial: SerialNumber, model: String?) -> Bool {
        let origins = origins
        let precisions = Set(origins.compactMap(\.precision))
        return serial.traces(precisions: precisions).contains { trace in
            guard origins.contains(trace) else { return false }
            guard case .letters(let own) = trace, own != letters, !words.contains(own) else { return true }
            return isMachineType(letters.dropLast(own.count), model: model)
        }
    }

    /// Whether what stands before a serial number is the machine's type.
    private func isMachineType(_ prefix: Substring, model: String?) -> Bool {
        let type = prefix.hasPrefix("1s") && prefix.count != 4 ? prefix.dropFirst(2) : prefix
        guard let model = model?.lowercased() else { return type.contains(where: \.isNumber) }
        // Lenovo's firmware has the type as the product, or in other fields that the record does not have.
        return model.filter { $0.isLetter || $0.isNumber }.contains(type)
            || (model.hasPrefix("lenovo") || model.hasPrefix("ibm")) && type.contains(where: \.isNumber)
    }
}

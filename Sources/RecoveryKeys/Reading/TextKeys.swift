internal import Secrets

/// Reads the keys of running text: what `manage-bde` and PowerShell print, LDIF, mails, tickets, the backup files of Windows.
///
/// A paragraph is a block. Paragraphs of nothing but a value, as in Windows' backup file, are read together: there the
/// identifier and the key have a paragraph each.
struct TextKeys {
    private let text: ArraySlice<UInt8>
    private var labels = LabelCache()
    private var number: Int
    /// Paragraphs with only keys or only identifiers that wait for their partners.
    private var fragments: [Fragment] = []
    /// The first paragraph without any token since the last block: where it comes again, another record begins.
    private var title: ArraySlice<UInt8>?
    private var recordBegins = false
    /// What a paragraph without keys says about the computer of those after it.
    private var heading = KeyFacts()
    /// The last line of the paragraph before, which may be the label of this one.
    private var labelAbove: ArraySlice<UInt8> = []
    private var blocks = 0

    private struct Fragment {
        let block: KeyBlock
        let beginsRecord: Bool
    }

    /// The lines of the source at which the lines of an unfolded text begin.
    private let numbers: [Int]

    /// Reads a text whose first line has a number.
    static func read(_ text: ArraySlice<UInt8>, firstLine: Int = 1, into reading: inout KeyFileReading) {
        if var folded = FoldedText.unfolded(text, firstLine: firstLine) {
            var keys = TextKeys(folded.bytes[...], firstLine: 1, numbers: folded.numbers)
            keys.readAll(into: &reading)
            folded.wipe()
        } else {
            var keys = TextKeys(text, firstLine: firstLine, numbers: [])
            keys.readAll(into: &reading)
        }
    }

    private init(_ text: ArraySlice<UInt8>, firstLine: Int, numbers: [Int]) {
        self.text = text
        self.numbers = numbers
        number = firstLine
    }

    /// The place of a line.
    private func place(_ line: Int) -> KeyOrigin.Place {
        .line(numbers.isEmpty || line > numbers.count ? line : numbers[max(0, line - 1)])
    }

    private mutating func readAll(into reading: inout KeyFileReading) {
        var index = text.startIndex
        var first = index
        var firstNumber = number
        while index < text.endIndex {
            let end = text[index...].firstIndex(of: 0x0A) ?? text.endIndex
            let line = text[index..<end]
            let isRule = Self.isRule(line)
            if isRule || line.allSatisfy({ $0 <= 0x20 }) {
                if first < index { paragraph(text[first..<index], firstNumber, into: &reading) }
                if isRule { closeFragments(into: &reading) }
                first = min(end + 1, text.endIndex)
                firstNumber = number + 1
            }
            number += 1
            index = min(end + 1, text.endIndex)
        }
        if first < text.endIndex { paragraph(text[first...], firstNumber, into: &reading) }
        closeFragments(into: &reading)
        if blocks > 0 {
            reading.interpretations.append(
                "text: \(blocks) \(blocks == 1 ? "block" : "blocks") with keys; in each, the key ID that stands beside the key"
            )
        }
    }

    /// Whether a line parts records: one run of hyphens, equals signs or the like. Several runs underline columns.
    private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
        let line = line.trimmedBlanks()
        guard line.count >= 4, let first = line.first, "-=*_#~+".utf8.contains(first) else { return false }
        return line.allSatisfy { $0 == first }
    }

    private mutating func paragraph(
        _ paragraph: ArraySlice<UInt8>, _ firstNumber: Int, into reading: inout KeyFileReading
    ) {
        var block = KeyBlock()
        var lines: [ArraySlice<UInt8>] = []
        var rest = paragraph
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            lines.append(rest[rest.startIndex..<end])
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        var columns: AlignedColumns?
        var headerLine: Int?
        if let rule = lines.indices.dropFirst().first(where: {
            lines[$0].first == UInt8(ascii: "-") || lines[$0].first == 0x20
        }) {
            columns = AlignedColumns(header: lines[rule - 1], rule: lines[rule], labels: &labels)
            if columns != nil { headerLine = rule - 1 }
        }
        for (index, line) in lines.enumerated() where index != headerLine { takeFacts(line, into: &block) }
        let role = labels.role(of: LabelText.leading(in: labelAbove))
        let known = reading.entries.count
        let field = KeyField(text: paragraph, role: role, columns: columns)
        let firstEntry = reading.entries.count
        block.read(field, labels: &labels, into: &reading) { [numbers] line in
            let number = firstNumber + line
            return .line(numbers.isEmpty || number > numbers.count ? number : numbers[max(0, number - 1)])
        }
        reportLeftOut(lines, firstNumber, into: &reading)
        labelAbove = lines.last ?? []
        reading.fill(from: firstEntry, with: heading, computerOnly: true)
        if block.isEmpty {
            if reading.entries.count == known { takeTitle(paragraph, block.facts) }
            return
        }
        if !block.keys.isEmpty, !block.identifiers.isEmpty {
            closeFragments(into: &reading)
            settle(block, lines, firstNumber, into: &reading)
        } else if lines.count <= 2 {
            fragments.append(Fragment(block: block, beginsRecord: recordBegins))
            recordBegins = false
        } else if block.keys.isEmpty {
            // A whole block with no key: a TPM, a smart card.
        } else {
            closeFragments(into: &reading)
            settle(block, lines, firstNumber, into: &reading)
        }
    }

    /// Takes in a paragraph that has neither keys nor identifiers.
    private mutating func takeTitle(_ paragraph: ArraySlice<UInt8>, _ facts: KeyFacts) {
        if facts.computerName != nil || facts.serialNumber != nil || facts.deviceID != nil { heading = facts }
        if let title {
            if title == paragraph { recordBegins = true }
        } else {
            title = paragraph
            recordBegins = true
        }
    }

    /// Pairs a block, in records if it has more keys than identifiers or fewer, and adds its keys.
    private mutating func settle(
        _ block: KeyBlock, _ lines: [ArraySlice<UInt8>], _ firstNumber: Int, into reading: inout KeyFileReading
    ) {
        var block = block
        block.facts.fillComputer(from: heading)
        let starts = block.hasSurplus ? recordStarts(lines) : []
        if starts.count > 1 {
            for record in block.records(beginningAtLines: starts) { add(record, into: &reading) }
        } else {
            add(block, into: &reading)
        }
    }

    private mutating func add(_ block: KeyBlock, into reading: inout KeyFileReading) {
        if block.keys.isEmpty { return }
        var block = block
        block.pair()
        block.add(to: &reading)
        blocks += 1
    }

    /// The lines at which the first label of a paragraph comes again.
    private func recordStarts(_ lines: [ArraySlice<UInt8>]) -> [Int] {
        let names = lines.map { LabelText.leading(in: $0) }
        let counts = names.reduce(into: [ArraySlice<UInt8>: Int]()) { if !$1.isEmpty { $0[$1, default: 0] += 1 } }
        guard let first = names.first(where: { (counts[$0] ?? 0) > 1 }) else { return [] }
        return names.indices.filter { names[$0] == first }
    }

    /// Reads the fragments so far together, one record after another.
    private mutating func closeFragments(into reading: inout KeyFileReading) {
        defer {
            fragments = []
            title = nil
            recordBegins = false
        }
        if fragments.isEmpty { return }
        var whole = KeyBlock()
        for (field, fragment) in fragments.enumerated() { whole.merge(fragment.block, field: field) }
        whole.facts.fillComputer(from: heading)
        whole.readsInTurn = true
        let starts = whole.hasSurplus ? fragments.indices.filter { fragments[$0].beginsRecord } : []
        if starts.count > 1 {
            for record in whole.records(beginningAtFields: starts) { add(record, into: &reading) }
        } else {
            add(whole, into: &reading)
        }
    }
}

// MARK: Labels and values

extension TextKeys {
    /// Takes in what a line with a label says about the computer.
    private mutating func takeFacts(_ line: ArraySlice<UInt8>, into block: inout KeyBlock) {
        let label = LabelText.leading(in: line)
        guard !label.isEmpty, label.endIndex < line.endIndex, let role = labels.role(of: label) else { return }
        let value = line[label.endIndex...].drop { byte in
            byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=")
        }
        block.facts.take(value, as: role)
    }

    /// Reports lines in which PowerShell put dots, or the name of a type, in place of a key or an identifier.
    private mutating func reportLeftOut(
        _ lines: [ArraySlice<UInt8>], _ firstNumber: Int, into reading: inout KeyFileReading
    ) {
        for (index, line) in lines.enumerated() {
            let line = line.trimmedBlanks()
            guard line.contains(UInt8(ascii: ".")) || line.contains(0xE2) else { continue }
            let value = line[LabelText.leading(in: line).endIndex...].drop { $0 <= 0x20 || $0 == UInt8(ascii: ":") }
            let role = labels.role(of: LabelText.leading(in: line))
            let isCut = LeftOutValue.ends(line) && line.suffix(60).count(where: { (0x30...0x39).contains($0) }) >= 12
            if isCut || role.map({ $0.isSecret || $0.trust == .named }) == true && LeftOutValue.isRecognised(value) {
                reading.report(.valueLeftOut, at: place(firstNumber + index), LeftOutValue.message)
            }
        }
    }
}

internal import DelimitedText
internal import Secrets

/// Reads the keys of a table, row by row: titles above the header, several tables below one another, several keys in a row.
struct TableKeys {
    private let text: ArraySlice<UInt8>
    private let delimiter: UInt8
    private let asked: [KeyColumn: String]
    private var labels = LabelCache()
    private var layout: TableLayout?
    private var isMissingReported = false
    private var isAmbiguityReported = false

    static func read(
        _ text: ArraySlice<UInt8>, delimiter: UInt8, asked: [KeyColumn: String], into reading: inout KeyFileReading
    ) {
        var keys = TableKeys(text: text, delimiter: delimiter, asked: asked)
        keys.readAll(into: &reading)
    }

    private init(text: ArraySlice<UInt8>, delimiter: UInt8, asked: [KeyColumn: String]) {
        self.text = text
        self.delimiter = delimiter
        self.asked = asked
    }

    private mutating func readAll(into reading: inout KeyFileReading) {
        var rows = TableRows(text, delimiter: delimiter)
        var closing = 0
        while let row = rows.next() {
            if row.isBlank || row.isPreamble || row.isRule { continue }
            if let layout = TableLayout(
                header: row, before: rows, asked: asked, current: layout, labels: &labels)
            {
                start(layout, into: &reading)
                if layout.headerRow == row.number { continue }
            }
            if row.isMalformed {
                reading.report(
                    .malformedRow, at: .row(row.number),
                    "a quote is not closed, or stands inside a cell; the row was read without quotes")
            }
            read(row, into: &reading)
            closing = row.number
        }
        if let layout { reading.interpretations.append(layout.description(until: closing)) }
    }

    private mutating func start(_ layout: TableLayout, into reading: inout KeyFileReading) {
        if let old = self.layout { reading.interpretations.append(old.description(until: layout.firstRow - 1)) }
        self.layout = layout
        if !isMissingReported {
            for column in layout.missing {
                reading.report(
                    .missingColumn, at: .file,
                    "the column given for \"\(column.rawValue)\" does not exist; give its header as written, or its number from 1"
                )
            }
            isMissingReported = true
        }
        if layout.hasAmbiguousID, !isAmbiguityReported {
            reading.report(
                .ambiguousColumns, at: .file,
                "several columns hold identifiers; name the one of the keys: --columns id=HEADER or id=NUMBER")
            isAmbiguityReported = true
        }
    }

    private mutating func read(_ row: TableRows.Row, into reading: inout KeyFileReading) {
        let place = KeyOrigin.Place.row(row.number)
        var block = KeyBlock()
        let first = reading.entries.count
        let problems = reading.problemCount
        for (index, cell) in row.cells.enumerated() where !cell.content.isEmpty {
            let column = layout?.column(index) ?? TableLayout.Column()
            let position = KeyBlock.Position(field: index, group: column.group)
            if cell.hasDoubledQuotes {
                var copy = cell.unescaped()
                defer { copy.wipe() }
                block.take(
                    KeyField(text: copy[...], role: column.role, position: position), labels: &labels, into: &reading,
                    at: { _ in place })
            } else {
                block.take(
                    KeyField(text: cell.content, role: column.role, position: position), labels: &labels,
                    into: &reading, at: { _ in place })
            }
        }
        if block.keys.isEmpty, reading.entries.count == first { readAcross(row, &block, at: place, into: &reading) }
        let isMissing = block.keys.isEmpty && reading.entries.count == first && reading.problemCount == problems
        reportMissing(row, isMissing, block, at: place, into: &reading)
        block.pair()
        block.add(to: &reading)
        reading.fill(from: first, with: block.facts)
    }

    /// A key that stands in eight cells.
    private func readAcross(
        _ row: TableRows.Row, _ block: inout KeyBlock, at place: KeyOrigin.Place, into reading: inout KeyFileReading
    ) {
        guard row.cells.count >= 8, let start = row.cells.first?.content.startIndex,
            let end = row.cells.last?.content.endIndex, start < end
        else { return }
        for match in KeyScanner.matches(in: text[start..<end]) {
            switch match.token {
            case .key(let password), .paddedKey(let password):
                block.add(.recoveryPassword(password), at: place, KeyBlock.Position())
            case .identifier, .brokenKey: break
            }
        }
    }

    private func reportMissing(
        _ row: TableRows.Row, _ isMissing: Bool, _ block: KeyBlock, at place: KeyOrigin.Place,
        into reading: inout KeyFileReading
    ) {
        guard let layout else { return }
        if isMissing, layout.hasSecrets,
            row.cells.count(where: { !$0.content.trimmedForKeys().isEmpty }) > 1
                || row.cells.count == layout.width && layout.width > 1
        {
            reading.report(
                .missingKey, at: place,
                "has no key; it was not stored, or the row lacks cells: look it up at the source")
        }
        guard !block.keys.isEmpty, !block.identifiers.contains(where: { $0.trust == .named }) else { return }
        for (index, cell) in row.cells.enumerated() {
            let role = layout.column(index).role
            guard role == .known(.id) || role == .storedID else { continue }
            let value = cell.content.trimmedForKeys()
            if value.isEmpty { continue }
            if LeftOutValue.isRecognised(value) {
                reading.report(.valueLeftOut, at: place, "the key ID: " + LeftOutValue.message)
            } else {
                reading.report(.unreadableID, at: place, "invalid key ID (32 hexadecimal digits); key used without it")
            }
        }
    }
}

extension TableRows.Row {
    /// Whether there is nothing in it but what `trimmedForKeys` takes away.
    var isBlank: Bool { cells.allSatisfy { $0.content.trimmedForKeys().isEmpty } }

    /// `sep=;`, which Excel reads, and `#TYPE …`, which PowerShell writes.
    var isPreamble: Bool {
        let first = cells.first?.content.trimmedForKeys() ?? []
        return first.starts(with: Array("#TYPE".utf8)) || first.starts(with: Array("sep=".utf8))
            || first.elementsEqual("sep".utf8)
    }

    /// A line between the header and the rows of Markdown: `|---|:--:|`.
    var isRule: Bool {
        cells.allSatisfy { cell in
            cell.content.allSatisfy { "-:=+ \t".utf8.contains($0) }
        }
    }
}

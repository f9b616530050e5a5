internal import DelimitedText

/// Reads the keys of a table, row by row.
enum TableKeys {
    static func read(_ text: ArraySlice<UInt8>, layout: TableLayout, into reading: inout KeyFileReading) {
        for column in layout.missing {
            reading.report(
                .missingColumn, at: .file,
                "has no column as named for \"\(column.rawValue)\"; give its header as written, or its number from 1")
        }
        if layout.hasAmbiguousID {
            reading.report(
                .ambiguousColumns, at: .file,
                "several columns hold identifiers; name the one of the keys: --columns id=HEADER or id=NUMBER")
        }
        var rows = TableRows(text, delimiter: layout.delimiter)
        while let row = rows.next() {
            if row.number <= layout.leadingRows || row.isBlank { continue }
            if row.isMalformed {
                reading.report(
                    .malformedRow, at: .row(row.number),
                    "a quote is not closed, or stands inside a cell; the row was read without quotes")
            }
            read(row, layout: layout, into: &reading)
        }
    }

    private static func read(_ row: TableRows.Row, layout: TableLayout, into reading: inout KeyFileReading) {
        let place = KeyOrigin.Place.row(row.number)
        var facts = KeyFacts()
        var secrets: [(column: KeyColumn, cell: TableRows.Cell)] = []
        // By column, so that the same file always gives the same.
        for (role, index) in layout.columns.sorted(by: { $0.value < $1.value }) where index < row.cells.count {
            let cell = row.cells[index]
            if case .known(let column) = role, role.isSecret {
                if !cell.content.trimmedForKeys().isEmpty { secrets.append((column, cell)) }
            } else if cell.hasDoubledQuotes {
                _ = facts.take(cell.unescaped()[...], as: role)
            } else if !facts.take(cell.content, as: role) {
                reading.report(
                    .unreadableID, at: place,
                    "the identifier of the key is none (32 hexadecimal digits with hyphens); the key counts without it")
            }
        }
        if secrets.isEmpty {
            reading.report(
                .missingKey, at: place,
                "has no key; it was not stored, or the row lacks cells: look it up at the source")
        }
        for (column, cell) in secrets { add(cell, of: column, facts: facts, at: place, into: &reading) }
    }

    private static func add(
        _ cell: TableRows.Cell, of column: KeyColumn, facts: KeyFacts, at place: KeyOrigin.Place,
        into reading: inout KeyFileReading
    ) {
        var copy = cell.hasDoubledQuotes ? cell.unescaped() : []
        defer { copy.wipe() }
        let text = cell.hasDoubledQuotes ? copy[...] : cell.content
        switch column {
        case .startupKey: reading.addStartupKey(base64: text, facts: facts, at: place)
        case .passphrase: reading.add(.passphrase(SecretBytes(text)), facts: facts, at: place)
        default: reading.addKeys(ofCell: text, facts: facts, at: place)
        }
    }
}

extension KeyFileReading {
    /// Adds the startup key of which a text is the file in base64.
    mutating func addStartupKey(base64: ArraySlice<UInt8>, facts: KeyFacts, at place: KeyOrigin.Place) {
        guard var file = Base64.decode(base64.trimmedBlanks(), padding: true) else {
            return report(.malformedStartupKey, at: place, "the startup key is not base64 text; export it again")
        }
        defer { file.wipe() }
        do throws(StartupKey.Problem) {
            add(.startupKey(try StartupKey(file)), facts: facts, at: place)
        } catch {
            report(.malformedStartupKey, at: place, "the startup key: \(error); export it again")
        }
    }

    /// Adds the keys of a cell: one key, JSON with keys in it, or other text with keys in it.
    mutating func addKeys(ofCell cell: ArraySlice<UInt8>, facts: KeyFacts, at place: KeyOrigin.Place) {
        if JSONKeys.isRecognised(cell) {
            let first = entries.count
            JSONKeys.read(cell, at: place, into: &self)
            for index in first..<entries.count { entries[index].facts.fill(from: facts) }
            return
        }
        if let password = try? RecoveryPassword(cell) {
            add(.recoveryPassword(password), facts: facts, at: place)
        } else if !addKeys(in: cell, facts: facts, at: { _ in place }) {
            addPassword(cell, facts: facts, at: place)
        }
    }
}

extension ArraySlice<UInt8> {
    func trimmedBlanks() -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}

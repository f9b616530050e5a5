internal import DelimitedText

/// Which separator a table has, and what its columns hold.
struct TableLayout {
    let delimiter: UInt8
    /// How many rows at the beginning have no key: the header, and what PowerShell and Excel write above it.
    private(set) var leadingRows: Int
    /// The columns of which the role is known, from 0.
    private(set) var columns: [ColumnRole: Int] = [:]
    /// What the caller asked for and the table does not have.
    private(set) var missing: [KeyColumn] = []
    /// Whether more than one unnamed column holds GUIDs.
    private(set) var hasAmbiguousID = false

    /// How many rows are looked at to tell what the columns hold.
    private static let sampleSize = 50

    /// The layout of a text, or nil if it is no table with keys.
    static func detect(_ text: ArraySlice<UInt8>, columns: [KeyColumn: String] = [:]) -> TableLayout? {
        var best: (layout: TableLayout, score: Int)?
        for delimiter in ",;\t|".utf8 {
            guard let layout = TableLayout(text, delimiter: delimiter, asked: columns) else { continue }
            let score = layout.columns.count - 2 * layout.missing.count
            if best.map({ score > $0.score }) ?? true { best = (layout, score) }
        }
        return best?.layout
    }

    private init?(_ text: ArraySlice<UInt8>, delimiter: UInt8, asked: [KeyColumn: String]) {
        var reader = TableRows(text, delimiter: delimiter)
        var rows: [TableRows.Row] = []
        while rows.count <= Self.sampleSize, let row = reader.next() {
            if !rows.isEmpty || !Self.isPreamble(row) { rows.append(row) }
        }
        guard let first = rows.first else { return nil }
        self.delimiter = delimiter
        leadingRows = first.number - 1

        let roles = first.cells.map { ColumnRole(header: $0.content) }
        let others = Array(rows.dropFirst())
        let isHeader =
            !first.cells.contains { Self.isKey($0) }
            && (!asked.isEmpty || roles.contains { $0?.isSecret == true } || Self.keyColumn(others) != nil)
        if isHeader {
            leadingRows += 1
            for (index, role) in roles.enumerated() {
                if let role, columns[role] == nil { columns[role] = index }
            }
        }
        assign(asked, headers: isHeader ? first.cells : [], width: first.cells.count)
        recognise(isHeader ? others : rows, isHeader: isHeader)
        guard columns.keys.contains(where: \.isSecret) || !asked.isEmpty else { return nil }
    }

    /// Takes the columns that the caller named, by header or by number.
    private mutating func assign(_ asked: [KeyColumn: String], headers: [TableRows.Cell], width: Int) {
        for column in KeyColumn.allCases {
            guard let name = asked[column] else { continue }
            let wanted = TableHeader.comparable(Array(name.utf8)[...])
            let exact = headers.firstIndex {
                $0.content.trimmedForKeys().elementsEqual(name.utf8)
                    || !wanted.isEmpty && TableHeader.comparable($0.content) == wanted
            }
            let number = Int(name).flatMap { (1...max(width, 1)).contains($0) ? $0 - 1 : nil }
            guard let index = exact ?? number else {
                missing.append(column)
                continue
            }
            columns = columns.filter { $0.value != index }
            columns[.known(column)] = index
        }
        // What is named is not looked for elsewhere.
        if asked[.id] != nil {
            columns[.nameOrID] = nil
            columns[.storedID] = nil
            columns[.distinguishedName] = nil
        }
    }

    /// Tells by their content what columns without a known header hold.
    private mutating func recognise(_ rows: [TableRows.Row], isHeader: Bool) {
        if !columns.keys.contains(where: \.isSecret) {
            guard let index = Self.keyColumn(rows) else { return }
            columns[.known(.key)] = index
        }
        let width = rows.map(\.cells.count).max() ?? 0
        let free = (0..<width).filter { index in !columns.values.contains(index) }
        let sources: [ColumnRole] = [.known(.id), .storedID, .nameOrID, .distinguishedName]
        if !sources.contains(where: { columns[$0] != nil }) {
            let identifiers = free.filter { index in
                Self.most(rows, at: index) { ProtectorID.first(in: $0.content) != nil }
            }
            if identifiers.count == 1 { columns[.nameOrID] = identifiers[0] }
            hasAmbiguousID = identifiers.count > 1
        }
        if !isHeader, columns[.known(.name)] == nil {
            columns[.known(.name)] = free.first { index in
                !columns.values.contains(index) && Self.most(rows, at: index, Self.isComputerName)
            }
        }
    }
}

extension TableLayout {
    /// `sep=;`, which Excel reads, `#TYPE …`, which PowerShell writes, and empty rows.
    private static func isPreamble(_ row: TableRows.Row) -> Bool {
        let first = row.cells.first?.content.trimmedForKeys() ?? []
        return row.isBlank || first.starts(with: Array("#TYPE".utf8)) || first.starts(with: Array("sep=".utf8))
            || first.elementsEqual("sep".utf8)
    }

    /// The column in which most rows have a key. Rows with nothing beside it are no table, but indented text.
    private static func keyColumn(_ rows: [TableRows.Row]) -> Int? {
        var counts: [Int: Int] = [:]
        for row in rows where row.cells.count(where: { !$0.content.trimmedForKeys().isEmpty }) > 1 {
            for (index, cell) in row.cells.enumerated() where isKey(cell) { counts[index, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    private static func isKey(_ cell: TableRows.Cell) -> Bool {
        let text = cell.content.trimmedForKeys()
        if text.count > 200 { return false }
        return KeyScanner.looksLikeKey(text) || (try? RecoveryPassword(text)) != nil
    }

    /// A name as DNS and NetBIOS allow it, with a letter in it.
    private static func isComputerName(_ cell: TableRows.Cell) -> Bool {
        let text = cell.content.trimmedForKeys()
        var hasLetter = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): hasLetter = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            default: guard "-._$\\".utf8.contains(byte) else { return false }
            }
        }
        return hasLetter && text.count <= 80 && ProtectorID(text: text) == nil
    }

    /// Whether more than half of the rows have a cell at an index that fulfils a condition.
    private static func most(
        _ rows: [TableRows.Row], at index: Int, _ condition: (TableRows.Cell) -> Bool
    ) -> Bool {
        rows.count { index < $0.cells.count && condition($0.cells[index]) } * 2 > rows.count
    }
}

extension TableRows.Row {
    /// Whether there is nothing in it but what `trimmedForKeys` takes away.
    var isBlank: Bool { cells.allSatisfy { $0.content.trimmedForKeys().isEmpty } }
}

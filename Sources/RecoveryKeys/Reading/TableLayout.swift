internal import DelimitedText

/// What the columns of a table hold, from one header to the next.
struct TableLayout {
    struct Column {
        var role: ColumnRole?
        /// The key and the identifier of a group belong together; 0 for none.
        var group = 0
        var name: ArraySlice<UInt8> = []
        fileprivate var keys = 0
        fileprivate var identifiers = 0
        fileprivate var names = 0
    }

    private var columns: [Column]
    /// The number of the row that is the header; nil if there is none.
    let headerRow: Int?
    /// The number of the first row.
    let firstRow: Int
    /// What the caller asked for and the table does not have.
    private(set) var missing: [KeyColumn] = []
    /// Whether more than one column holds GUIDs that may be the keys'.
    private(set) var hasAmbiguousID = false

    /// How many rows are looked at to decide what the columns hold.
    private static let sampleSize = 50

    var width: Int { columns.count }
    var hasSecrets: Bool { columns.contains { $0.role?.isSecret == true } }

    func column(_ index: Int) -> Column { index < columns.count ? columns[index] : Column() }

    /// Whether a cell stands in a column of passphrases, and does not repeat its header.
    private func isPassphrase(_ cell: ArraySlice<UInt8>, in index: Int) -> Bool {
        column(index).role == .known(.passphrase) && !column(index).name.elementsEqual(cell.trimmedForKeys())
    }

    /// The layout of a table that begins at a row, with a header or without; nil if none begins there.
    ///
    /// - Parameters:
    ///   - rows: the rows after it.
    ///   - current: the layout so far.
    init?(
        header row: TableRows.Row, before rows: TableRows, asked: [KeyColumn: String], current: TableLayout?,
        labels: inout LabelCache
    ) {
        let digits = row.cells.reduce(0) { $0 + $1.content.count { (0x30...0x39).contains($0) } }
        if digits >= 36 {
            // A row with a key: a table without a header, unless one has begun.
            guard current == nil else { return nil }
            self.init(headless: row, before: rows, asked: asked)
            return
        }
        let roles = row.cells.map { $0.content.count <= 100 ? labels.role(of: $0.content.trimmedForKeys()) : nil }
        let filled = row.cells.count { !$0.content.trimmedForKeys().isEmpty }
        if row.cells.contains(where: { $0.content.count > 100 }) { return nil }
        // A passphrase may be any text, such as the name of a column.
        let namesKey = zip(row.cells, roles).enumerated().contains { index, cell in
            cell.1?.isSecret == true && current?.isPassphrase(cell.0.content, in: index) != true
        }
        guard namesKey || current == nil || (row.cells.count != current?.width && filled > 1) else { return nil }
        let sample = Self.sample(rows)
        if namesKey {
            // `Recovery key;` above a value is no header, but `Recovery key` above many is.
            if filled == 1, row.cells.count > 1 || current != nil && current?.width != 1 { return nil }
        } else {
            // Any line may be a header if a key follows in the next row, and as many cells.
            let isNamed = asked.values.contains { name in row.cells.contains { Self.isNamed($0.content, name) } }
            guard let next = sample.first(where: { !$0.isRule }) else { return nil }
            guard
                isNamed
                    || filled > 1 && next.cells.contains(where: { KeyBlock.mayHoldKey($0.content) })
                        && next.cells.count <= row.cells.count
                        && row.cells.allSatisfy({ ProtectorID.first(in: $0.content) == nil })
                        && roles.contains(where: { $0 != nil })
                    || filled > 1 && filled == row.cells.count
                        && next.cells.count == row.cells.count
                        && next.cells.contains(where: { KeyBlock.mayHoldKey($0.content) })
                        && row.cells.allSatisfy({ ProtectorID.first(in: $0.content) == nil })
            else { return nil }
        }
        self.init(
            columns: zip(row.cells, roles).map { Column(role: $1, name: $0.content.trimmedForKeys()) },
            headerRow: row.number, firstRow: row.number)
        complete(sample, asked: asked)
    }

    private init(headless row: TableRows.Row, before rows: TableRows, asked: [KeyColumn: String]) {
        self.init(columns: row.cells.map { _ in Column() }, headerRow: nil, firstRow: row.number)
        complete([row] + Self.sample(rows), asked: asked)
    }

    private init(columns: [Column], headerRow: Int?, firstRow: Int) {
        self.columns = columns
        self.headerRow = headerRow
        self.firstRow = firstRow
    }

    private static func sample(_ rows: TableRows) -> [TableRows.Row] {
        var rows = rows
        var sample: [TableRows.Row] = []
        while sample.count < sampleSize, let row = rows.next() {
            if !row.isBlank { sample.append(row) }
        }
        return sample
    }

    private static func isNamed(_ cell: ArraySlice<UInt8>, _ name: String) -> Bool {
        let wanted = TableHeader.comparable(Array(name.utf8)[...])
        return cell.trimmedForKeys().elementsEqual(name.utf8)
            || !wanted.isEmpty && TableHeader.comparable(cell) == wanted
    }

    private mutating func complete(_ sample: [TableRows.Row], asked: [KeyColumn: String]) {
        count(sample)
        // Unloop's own table, as it lies in sealed files: its identifiers are the keys'.
        let isOwn = [.startupKey, .passphrase].allSatisfy { column in columns.contains { $0.role == .known(column) } }
        for index in columns.indices where isOwn && columns[index].role == .plainID {
            columns[index].role = .known(.id)
        }
        assign(asked)
        if headerRow == nil { guessName(sample.count) }
        group()
        let keyRole = columns.contains { $0.role?.trust == .named }
        let plain = columns.filter {
            $0.identifiers * 2 > sample.count && $0.keys == 0 && ($0.role == nil || $0.role == .plainID)
        }
        hasAmbiguousID = !keyRole && plain.count > 1 && columns.contains { $0.keys > 0 }
    }

    /// Counts what the cells of a sample hold.
    private mutating func count(_ sample: [TableRows.Row]) {
        for row in sample {
            for (index, cell) in row.cells.enumerated() where index < columns.count && cell.content.count >= 32 {
                for match in KeyScanner.matches(in: cell.content.prefix(2000)) {
                    switch match.token {
                    case .key, .paddedKey: columns[index].keys += 1
                    case .identifier: columns[index].identifiers += 1
                    case .brokenKey: break
                    }
                }
            }
            if headerRow == nil {
                for (index, cell) in row.cells.enumerated() where index < columns.count && Self.isComputerName(cell) {
                    columns[index].names += 1
                }
            }
        }
    }

    /// Takes the columns that the caller named, by header or by number.
    private mutating func assign(_ asked: [KeyColumn: String]) {
        for column in KeyColumn.allCases {
            guard let name = asked[column] else { continue }
            let number = Int(name).flatMap { columns.indices.contains($0 - 1) ? $0 - 1 : nil }
            guard let index = columns.firstIndex(where: { Self.isNamed($0.name, name) }) ?? number else {
                missing.append(column)
                continue
            }
            // What is named is not looked for elsewhere.
            for other in columns.indices where column == .id && (columns[other].role?.trust ?? .plain) > .foreign {
                let isIdentifier = columns[other].identifiers > 0 || columns[other].role != nil
                if isIdentifier, columns[other].role?.isSecret != true { columns[other].role = .otherID }
            }
            columns[index].role = .known(column)
        }
    }

    /// Takes the first column without a key or identifier that has names in it for the computer's.
    private mutating func guessName(_ rows: Int) {
        guard !columns.contains(where: { $0.role == .known(.name) }) else { return }
        let index = columns.firstIndex {
            $0.role == nil && $0.keys == 0 && $0.identifiers == 0 && $0.names * 2 > rows
        }
        if let index { columns[index].role = .known(.name) }
    }

    /// Finds out which key column belongs to which identifier column where there are several: by what distinguishes their
    /// headers, or by their order.
    private mutating func group() {
        let keys = columns.indices.filter { columns[$0].keys > 0 || columns[$0].role == .known(.key) }
        let named = columns.indices.filter { columns[$0].role?.trust == .named }
        let plain = columns.indices.filter {
            columns[$0].identifiers > 0 && columns[$0].keys == 0 && (columns[$0].role?.trust ?? .plain) == .plain
        }
        let ids = named.isEmpty ? plain : named
        guard keys.count > 1, !ids.isEmpty else { return }
        if headerRow != nil {
            let keyNames = keys.map { LabelWords.distinction(of: columns[$0].name) }
            let idNames = ids.map { LabelWords.distinction(of: columns[$0].name) }
            if Set(keyNames).count == keys.count, Set(idNames).count == ids.count,
                !Set(keyNames).isDisjoint(with: idNames)
            {
                let names = Array(Set(keyNames).union(idNames)).sorted { $0.lexicographicallyPrecedes($1) }
                for (index, name) in zip(keys + ids, keyNames + idNames) {
                    columns[index].group = (names.firstIndex(of: name) ?? 0) + 1
                }
                return
            }
        }
        guard keys.count == ids.count else { return }
        for (number, pair) in zip(keys, ids).enumerated() {
            columns[pair.0].group = number + 1
            columns[pair.1].group = number + 1
        }
    }
}

extension TableLayout {
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

    /// What was taken for what, up to a row.
    func description(until lastRow: Int) -> String {
        func names(_ isIncluded: (Column) -> Bool) -> String {
            columns.indices.filter { isIncluded(columns[$0]) }.map { index in
                let name = String(decoding: columns[index].name.prefix(60), as: UTF8.self)
                return "\(index + 1)" + (name.isEmpty ? "" : " (\(name))")
            }.joined(separator: ", ")
        }
        let keys = names { $0.keys > 0 || $0.role?.isSecret == true }
        let isNamed = columns.contains { $0.role?.trust == .named }
        let ids = names {
            isNamed
                ? $0.role?.trust == .named
                : $0.keys == 0 && $0.identifiers > 0 && ($0.role?.trust ?? .plain) == .plain
        }
        let computers = names { $0.role == .known(.name) }
        let unused = names {
            $0.identifiers > 0 && $0.keys == 0 && ($0.role?.trust ?? .plain) != .named
                && (isNamed || ($0.role?.trust ?? .plain) < .plain)
        }
        var parts = [
            "key in column \(keys.isEmpty ? "?" : keys)", ids.isEmpty ? "no key ID" : "key ID in column \(ids)",
        ]
        if !computers.isEmpty { parts.append("computer in column \(computers)") }
        if !unused.isEmpty { parts.append("IDs of something else in column \(unused)") }
        return "rows \(firstRow) to \(max(firstRow, lastRow)): " + parts.joined(separator: "; ")
    }
}

internal import DelimitedText
internal import Diagnostics

/// Which separator an inventory has, and what its columns hold.
struct InventoryLayout {
    let delimiter: UInt8
    /// How many rows at the beginning name no machine: the header, and what PowerShell and Excel write above it.
    private(set) var leadingRows: Int
    /// The columns that can hold something, from 0, in their order in the file.
    private(set) var columns: [InventoryColumn: [Int]] = [:]
    /// Active Directory's distinguished name, which has the name and the organizational unit in it.
    private(set) var distinguishedName: Int?
    /// The cells of the header.
    private let width: Int
    /// What the caller asked for and the table does not have.
    private(set) var missing: [InventoryColumn] = []

    /// The layout of a text.
    ///
    /// - Parameter asked: columns by header or number (from 1).
    static func detect(
        _ text: ArraySlice<UInt8>, file: String, asked: [InventoryColumn: String]
    ) throws(FleetReportError) -> InventoryLayout {
        var best: InventoryLayout?
        var width = 0
        let named = separatorLine(text)
        for delimiter in named.map({ [$0] }) ?? Array(",;\t|".utf8) {
            guard let layout = InventoryLayout(text, delimiter: delimiter, asked: asked) else { break }
            width = max(width, layout.width)
            if best.map({ layout.score > $0.score }) ?? true { best = layout }
        }
        guard var best else { throw FleetReportError(.inventoryEmpty, "\(file): empty; export it again") }
        if let column = best.missing.first {
            throw FleetReportError(
                .inventoryColumns,
                "\(file): the column given for \"\(column.rawValue)\" does not exist; "
                    + "give its header as written, or its number")
        }
        if width == 1, best.columns.isEmpty, best.distinguishedName == nil { best.becomeList() }
        guard best.isUseful else {
            throw FleetReportError(
                .inventoryColumns,
                "\(file): no column of names, serial numbers or UUIDs was recognised; name one: "
                    + "--column name=HEADER")
        }
        return best
    }

    private var score: Int { columns.count + (distinguishedName == nil ? 0 : 1) - 4 * missing.count }

    private var isUseful: Bool { columns.keys.contains { $0 != .site } || distinguishedName != nil }

    private init?(_ text: ArraySlice<UInt8>, delimiter: UInt8, asked: [InventoryColumn: String]) {
        guard let header = Self.header(of: text, delimiter: delimiter) else { return nil }
        self.delimiter = delimiter
        leadingRows = header.number
        width = header.cells.count
        let names = header.cells.map { $0.content.trimmedText() }
        for (index, name) in names.enumerated() {
            if let column = InventoryColumn(header: name) {
                columns[column, default: []].append(index)
            } else if ["distinguishedname", "dn"].contains(TableHeader.comparable(name)) {
                distinguishedName = distinguishedName ?? index
            }
        }
        for column in InventoryColumn.allCases {
            guard let name = asked[column] else { continue }
            if let index = Self.index(of: name, in: names) {
                columns = columns.mapValues { $0.filter { $0 != index } }.filter { !$0.value.isEmpty }
                columns[column] = [index]
            } else {
                missing.append(column)
            }
        }
    }

    /// The header: the first row that is not empty, or behind lines of one cell, such as a title, the first with several
    /// columns of which at least one is known.
    private static func header(of text: ArraySlice<UInt8>, delimiter: UInt8) -> TableRows.Row? {
        var rows = TableRows(text, delimiter: delimiter)
        var first: TableRows.Row?
        var titles = 0
        while titles <= mostTitles, let row = rows.next() {
            if isPreamble(row) { continue }
            first = first ?? row
            let filled = row.cells.map { $0.content.trimmedText() }.filter { !$0.isEmpty }
            if filled.count > 1 {
                let isKnown = filled.contains { InventoryColumn(header: $0).map { $0 != .site } ?? false }
                return isKnown || titles == 0 ? row : first
            }
            titles += 1
        }
        return first
    }

    /// Lines of one cell above the header, as report servers write them.
    private static let mostTitles = 20

    /// The separator that a first line `sep=;` names.
    private static func separatorLine(_ text: ArraySlice<UInt8>) -> UInt8? {
        let line = text.prefix(8).prefix { $0 != 0x0A && $0 != 0x0D }.filter { $0 != UInt8(ascii: "\"") }
        guard line.count == 5, line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8),
            let separator = line.last, separator < 0x7F, separator > 0x20 || separator == UInt8(ascii: "\t")
        else { return nil }
        return separator
    }

    /// Takes a file without separators or a header for a list of machines.
    private mutating func becomeList() {
        columns[.name] = [0]
        leadingRows -= 1
    }

    private static func index(of name: String, in headers: [ArraySlice<UInt8>]) -> Int? {
        let wanted = TableHeader.comparable(Array(name.utf8)[...])
        let exact = headers.firstIndex {
            $0.elementsEqual(name.utf8) || !wanted.isEmpty && TableHeader.comparable($0) == wanted
        }
        return exact ?? Int(name).flatMap { (1...max(headers.count, 1)).contains($0) ? $0 - 1 : nil }
    }

    /// `sep=;`, which Excel reads, `#TYPE ...`, which PowerShell writes, and empty rows.
    private static func isPreamble(_ row: TableRows.Row) -> Bool {
        let first = row.cells.first?.content.trimmedText() ?? []
        return row.cells.allSatisfy { $0.content.trimmedText().isEmpty } || first.starts(with: "#TYPE".utf8)
            || row.number == 1 && (first.starts(with: "sep=".utf8) || first.elementsEqual("sep".utf8))
    }
}

extension InventoryLayout {
    /// The machine that a row names; nil if it names none.
    func machine(of row: TableRows.Row, file: String) -> InventoryMachine? {
        func text(_ index: Int) -> String? {
            guard index < row.cells.count else { return nil }
            let cell = row.cells[index]
            let text = (cell.hasDoubledQuotes ? cell.unescaped()[...] : cell.content).trimmedText()
            return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
        }
        func value(_ column: InventoryColumn) -> String? { columns[column]?.lazy.compactMap(text).first }
        let path = distinguishedName.flatMap(text).map(Self.components) ?? []
        let machine = InventoryMachine(
            file: file, row: row.number, name: value(.name) ?? path.first { $0.type == "CN" }?.value,
            serial: value(.serial), uuid: value(.uuid), site: value(.site) ?? path.first { $0.type == "OU" }?.value)
        return machine.name == nil && machine.serial == nil && machine.uuid == nil ? nil : machine
    }

    /// The parts of a distinguished name (RFC 4514, section 2.3), the nearest first. Escapes stay as they are.
    private static func components(_ name: String) -> [(type: String, value: String)] {
        name.split(separator: ",").compactMap { part in
            let sides = part.split(separator: "=", maxSplits: 1)
            return sides.count == 2 ? (sides[0].filter { $0 != " " }.uppercased(), String(sides[1])) : nil
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without ASCII blanks and controls around it, nor the `="…"` with which spreadsheets keep text from becoming a
    /// number.
    fileprivate func trimmedText() -> ArraySlice<UInt8> {
        func isWrapping(_ byte: UInt8) -> Bool {
            byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "'")
        }
        guard let first = firstIndex(where: { !isWrapping($0) }), let last = lastIndex(where: { !isWrapping($0) })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }
}

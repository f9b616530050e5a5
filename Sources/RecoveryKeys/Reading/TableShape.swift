internal import DelimitedText

/// Tells whether a text is a table, and what parts its cells.
struct TableShape {
    let delimiter: UInt8
    private let score: Int

    /// How many rows are looked at.
    private static let sampleSize = 200

    /// What parts the cells of a text, or nil if it is no table with keys.
    static func delimiter(of text: ArraySlice<UInt8>, asked: [KeyColumn: String]) -> UInt8? {
        var labels = LabelCache()
        let shapes = ",;\t|".utf8.compactMap { TableShape(text, delimiter: $0, asked: asked, labels: &labels) }
        return shapes.max { $0.score < $1.score }?.delimiter
    }

    private init?(
        _ text: ArraySlice<UInt8>, delimiter: UInt8, asked: [KeyColumn: String], labels: inout LabelCache
    ) {
        self.delimiter = delimiter
        var rows = TableRows(text, delimiter: delimiter)
        var score = 0
        var headers = 0
        var keyRows = 0
        var labelled = 0
        var count = 0
        var cells = 0
        // The cells of the last row that may be a header.
        var headerWidth = 0
        let names = Set(asked.values.map { TableHeader.comparable(Array($0.utf8)[...]) })
        while count < Self.sampleSize, let row = rows.next() {
            if row.isBlank || row.isPreamble || row.isRule { continue }
            count += 1
            let filled = row.cells.filter { !$0.content.trimmedForKeys().isEmpty }
            let digits = row.cells.reduce(0) { $0 + $1.content.count { (0x30...0x39).contains($0) } }
            if digits < 36 {
                if row.cells.contains(where: { $0.content.count > 100 }) { continue }
                let roles = row.cells.compactMap { labels.role(of: $0.content.trimmedForKeys()) }
                let named = row.cells.count { names.contains(TableHeader.comparable($0.content.prefix(100))) }
                if !roles.isEmpty, filled.count > 1, filled.count == row.cells.count { headerWidth = row.cells.count }
                if roles.contains(where: \.isSecret), filled.count > 1 || row.cells.count == 1 && count == 1 {
                    headers += 1
                    score += roles.count + 2
                }
                if !asked.isEmpty, named > 0 {
                    headers += 1
                    score += named * 2 + (filled.count > 1 ? 2 : 0)
                }
                continue
            }
            guard filled.count > 1 else { continue }
            let isSpread = row.cells.count >= 8 && row.cells.count(where: Self.isGroup) >= 8
            let isBelowHeader =
                row.cells.count == headerWidth && row.cells.contains { KeyBlock.mayHoldKey($0.content) }
            guard row.cells.contains(where: Self.isKey) || isSpread || isBelowHeader else { continue }
            keyRows += 1
            cells += min(row.cells.count, 64)
            if let first = filled.first, first.content.count <= 60,
                row.cells.count <= 3 || filled.dropFirst().allSatisfy(Self.isKey),
                case .known(.key)? = labels.role(of: first.content.trimmedForKeys())
            {
                labelled += 1
            }
        }
        // `Recovery key;0871…` row after row is a list of labels and values: a text.
        guard keyRows > 0 ? labelled * 2 <= keyRows || headers > 0 && labelled == 0 : headers > 0 || !asked.isEmpty
        else {
            return nil
        }
        if !asked.isEmpty, keyRows == 0, headers == 0, count == 0 { return nil }
        self.score = score * 100 + keyRows * 10 + (keyRows > 0 ? cells / keyRows : 0)
    }

    private static func isGroup(_ cell: TableRows.Cell) -> Bool {
        let text = cell.content.trimmedForKeys()
        return (1...6).contains(text.count) && text.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether a cell is a key and nothing else.
    private static func isKey(_ cell: TableRows.Cell) -> Bool {
        let text = cell.content.trimmedForKeys()
        guard text.count >= 42, text.count <= 200, let match = KeyScanner.matches(in: text).first else { return false }
        if case .identifier = match.token { return false }
        return match.range.count + 4 >= text.count
    }
}

internal import Secrets

/// Writes the rows of a sheet (section 18.3.1.99) as CSV.
struct SheetWriter {
    private(set) var table: [UInt8] = []
    private let texts: SharedTexts
    private let limit: Int
    private var row = 0
    private var column = 0
    private var isShared = false
    private var cell: [UInt8] = []
    /// Columns and rows that are left out are written as empty ones, so that numbers stay true; a sheet has 16,384 columns.
    private static let maximumColumns = 16_384
    private static let maximumGap = 100_000

    init(texts: SharedTexts, limit: Int) {
        self.texts = texts
        self.limit = limit
    }

    /// - Returns: False if the table is larger than allowed.
    mutating func read(_ xml: [UInt8]) -> Bool {
        // Most tables fit: what is reallocated would leave copies that nobody wipes.
        table.reserveCapacity(min(xml.count + texts.count, limit))
        var scanner = MarkupScanner(xml[...])
        var runs = TextRuns()
        var line = 1
        defer { cell.wipe() }
        while let event = scanner.next() {
            guard table.count <= limit else { return false }
            switch event {
            case .open(let name, let attributes, _) where MarkupScanner.equals(name, "row"):
                let number = MarkupScanner.attribute("r", in: attributes).flatMap {
                    Int(String(decoding: $0, as: UTF8.self))
                }
                row = max(row + 1, min(number ?? 0, row + Self.maximumGap))
                while line < row, table.count <= limit {
                    table.append(UInt8(ascii: "\n"))
                    line += 1
                }
                column = 0
            case .open(let name, let attributes, let isClosed) where MarkupScanner.equals(name, "c"):
                begin(MarkupScanner.attribute("r", in: attributes))
                isShared = MarkupScanner.attribute("t", in: attributes)?.elementsEqual("s".utf8) == true
                if isClosed { end() }
            case .close(let name) where MarkupScanner.equals(name, "c"): end()
            default: break
            }
            if let text = runs.take(event) { MarkupScanner.append(text, to: &cell) }
        }
        table.append(UInt8(ascii: "\n"))
        return true
    }

    mutating func wipe() { table.wipe() }

    /// Moves to a cell by its reference, such as `BC7`; without one to the next.
    private mutating func begin(_ reference: ArraySlice<UInt8>?) {
        cell.removeAll(keepingCapacity: true)
        var wanted = 0
        for byte in reference ?? [] {
            let letter = byte & 0xDF
            guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter), wanted <= Self.maximumColumns else { break }
            wanted = wanted * 26 + Int(letter - UInt8(ascii: "A")) + 1
        }
        let target = max(column, min(wanted - 1, Self.maximumColumns))
        // Between the first cell and the target stand as many commas as columns.
        let commas = column == 0 ? target : target - column + 1
        table.append(contentsOf: repeatElement(UInt8(ascii: ","), count: commas))
        column = target + 1
    }

    private mutating func end() {
        let number = isShared ? Int(String(decoding: cell, as: UTF8.self)) : nil
        table.append(UInt8(ascii: "\""))
        for byte in number.map({ texts[$0] }) ?? cell[...] {
            if byte == UInt8(ascii: "\"") { table.append(byte) }
            table.append(byte)
        }
        table.append(UInt8(ascii: "\""))
    }
}

/// The rows of a table (RFC 4180, and what spreadsheets make of it), one after another.
///
/// A quote that is not closed, or is closed in the middle of a cell, makes its row be read as if quotes were letters: one
/// stray quote must not swallow the rows after it.
public struct TableRows {
    /// A cell of a row.
    public struct Cell {
        /// The content without the quotes around it.
        public let content: ArraySlice<UInt8>
        /// Whether quotes inside are doubled.
        public let hasDoubledQuotes: Bool

        /// The content with single quotes. The caller wipes it.
        public func unescaped() -> [UInt8] {
            guard hasDoubledQuotes else { return Array(content) }
            var result: [UInt8] = []
            result.reserveCapacity(content.count)
            var wasQuote = false
            for byte in content {
                wasQuote = byte == UInt8(ascii: "\"") && !wasQuote
                if !wasQuote { result.append(byte) }
            }
            return result
        }
    }

    /// A row of a table.
    public struct Row {
        /// From 1, as a spreadsheet counts.
        public let number: Int
        /// Its cells, 4,096 at the most.
        public let cells: [Cell]
        /// Whether its quotes do not match.
        public let isMalformed: Bool
    }

    private let text: ArraySlice<UInt8>
    private let delimiter: UInt8
    private var index: Int
    private var number = 0
    /// Quotes before this index are letters: how far a row was read whose quotes turned out not to match. What was read
    /// once is not read again, so that reading stays linear.
    private var literalUntil: Int

    /// The most cells of a row that are kept: a row of nothing but separators would take sixty times its size.
    private static let maximumCells = 4096
    /// The longest quoted cell, in bytes.
    private static let maximumCell = 1 << 20
    private static let quote = UInt8(ascii: "\"")

    /// The rows of a UTF-8 text whose cells are separated by one ASCII character.
    public init(_ text: ArraySlice<UInt8>, delimiter: UInt8) {
        self.text = text
        self.delimiter = delimiter
        index = text.startIndex
        literalUntil = text.startIndex
    }

    /// The next row, or nil at the end.
    public mutating func next() -> Row? {
        guard index < text.endIndex else { return nil }
        number += 1
        let start = index
        if let cells = readCells(literally: false) { return Row(number: number, cells: cells, isMalformed: false) }
        index = start
        return Row(number: number, cells: readCells(literally: true) ?? [], isMalformed: true)
    }

    /// Nil if the quotes of the row do not match.
    private mutating func readCells(literally: Bool) -> [Cell]? {
        var cells: [Cell] = []
        while true {
            var first = index
            while first < text.endIndex, text[first] == UInt8(ascii: " ") { first += 1 }
            if !literally, first >= literalUntil, first < text.endIndex, text[first] == Self.quote {
                guard let cell = quotedCell(at: first) else { return nil }
                if cells.count < Self.maximumCells { cells.append(cell) }
            } else {
                let end = text[index...].firstIndex { $0 == delimiter || $0 == 0x0A || $0 == 0x0D } ?? text.endIndex
                if cells.count < Self.maximumCells {
                    cells.append(Cell(content: text[index..<end], hasDoubledQuotes: false))
                }
                index = end
            }
            guard index < text.endIndex else { return cells }
            let separator = text[index]
            index += 1
            if separator == delimiter { continue }
            if separator == 0x0D, index < text.endIndex, text[index] == 0x0A { index += 1 }
            return cells
        }
    }

    /// The cell whose opening quote is at `start`; the index is behind it then.
    private mutating func quotedCell(at start: Int) -> Cell? {
        var end = start + 1
        var hasDoubledQuotes = false
        let limit = min(text.endIndex, end + Self.maximumCell)
        while end < limit {
            if text[end] != Self.quote {
                end += 1
            } else if end + 1 < text.endIndex, text[end + 1] == Self.quote {
                hasDoubledQuotes = true
                end += 2
            } else {
                break
            }
        }
        guard end < limit else {
            literalUntil = limit
            return nil
        }
        var after = end + 1
        while after < text.endIndex, text[after] == UInt8(ascii: " ") { after += 1 }
        if after < text.endIndex, text[after] != delimiter, text[after] != 0x0A, text[after] != 0x0D {
            literalUntil = end
            return nil
        }
        index = after
        return Cell(content: text[(start + 1)..<end], hasDoubledQuotes: hasDoubledQuotes)
    }
}

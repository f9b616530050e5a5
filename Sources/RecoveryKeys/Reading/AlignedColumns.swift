/// The columns of a text in which blanks align them, as PowerShell's `Format-Table` prints them.
struct AlignedColumns {
    /// The first character of each column, and what its header says.
    private var columns: [(start: Int, role: ColumnRole?)] = []

    /// The columns of a header and the line of hyphens below it; nil if it is no such line.
    init?(header: ArraySlice<UInt8>, rule: ArraySlice<UInt8>, labels: inout LabelCache) {
        guard rule.contains(UInt8(ascii: "-")),
            rule.allSatisfy({ $0 == UInt8(ascii: "-") || $0 == 0x20 || $0 == 0x0D || $0 == 0x09 })
        else { return nil }
        var starts: [Int] = []
        for index in rule.indices where rule[index] == UInt8(ascii: "-") {
            if index == rule.startIndex || rule[index - 1] != UInt8(ascii: "-") {
                starts.append(index - rule.startIndex)
            }
        }
        guard starts.count > 1, header.count > 1 else { return nil }
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] : header.count
            // In bytes; a header with other letters than ASCII is a little off, which its words tell.
            let from = min(start, header.count)
            let name = header.dropFirst(from).prefix(max(0, min(end, header.count) - from)).trimmedBlanks()
            columns.append((start, labels.role(of: name)))
        }
    }

    /// What the header above a place in a line says.
    func role(at offset: Int) -> ColumnRole? { columns.last { $0.start <= offset + 1 }?.role }
}

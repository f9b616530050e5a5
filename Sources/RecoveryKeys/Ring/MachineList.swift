internal import DelimitedText
internal import Vocabulary

/// A list of machines, such as those that an operator goes to: which keys are theirs.
public struct MachineList: Sendable {
    /// The machines as the list names them, in its order.
    public let names: [String]
    /// The machines, as indexes of `names`, by what they may be known as.
    private let machines: [String: [Int]]

    /// The list in a file's content: one machine a line, or a table with columns of names, serial numbers or device
    /// identifiers. In a table without such headers the first column counts.
    ///
    /// A machine is known by each of its columns. Names are compared as `ComputerName` does, all else without case.
    public init(_ bytes: [UInt8]) {
        let decoded = ForeignText.decode(bytes)
        let text = ForeignText.body(of: decoded ?? bytes)
        let layout = Self.layout(text)
        var names: [String] = []
        var machines: [String: [Int]] = [:]
        var rows = TableRows(text, delimiter: layout.delimiter)
        while let row = rows.next() {
            if row.number == 1, layout.hasHeader { continue }
            let cells = layout.columns.compactMap { column -> String? in
                guard column < row.cells.count else { return nil }
                let cell = String(decoding: row.cells[column].unescaped()[...].trimmedForKeys(), as: UTF8.self)
                return cell.isEmpty ? nil : cell
            }
            guard let name = cells.first else { continue }
            for identity in Set(cells.flatMap(Self.identities)) { machines[identity, default: []].append(names.count) }
            names.append(name)
        }
        self.names = names
        self.machines = machines
    }

    /// Whether a key is said to be one of these machines'.
    public func contains(_ facts: KeyFacts) -> Bool { !indexes(of: facts).isEmpty }

    /// The names of the machines that have none of the keys, in the order of the list.
    public func namesWithoutKey(in entries: [KeyEntry]) -> [String] {
        var found: Set<Int> = []
        for entry in entries { found.formUnion(indexes(of: entry.facts)) }
        return names.indices.filter { !found.contains($0) }.map { names[$0] }
    }

    private func indexes(of facts: KeyFacts) -> [Int] {
        var identities = [facts.serialNumber, facts.deviceID].compactMap { $0?.lowercased() }
        if let name = facts.computerName { identities.append(ComputerName.comparable(name)) }
        return identities.flatMap { machines[$0] ?? [] }
    }

    private static func identities(_ cell: String) -> [String] { [cell.lowercased(), ComputerName.comparable(cell)] }

    private static func layout(_ text: ArraySlice<UInt8>) -> (delimiter: UInt8, hasHeader: Bool, columns: [Int]) {
        let wanted: Set<ColumnRole> = [.known(.name), .nameOrID, .known(.serial), .known(.device)]
        var best = (delimiter: UInt8(ascii: ","), hasHeader: false, columns: [0])
        var width = 1
        for delimiter in ",;\t|".utf8 {
            var rows = TableRows(text, delimiter: delimiter)
            guard let header = rows.next() else { break }
            let columns = header.cells.indices.filter { index in
                ColumnRole(header: header.cells[index].content).map(wanted.contains) == true
            }
            if !columns.isEmpty, !best.hasHeader || columns.count > best.columns.count {
                best = (delimiter, true, columns)
            } else if !best.hasHeader, header.cells.count > width {
                best.delimiter = delimiter
                width = header.cells.count
            }
        }
        return best
    }
}

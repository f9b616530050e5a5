internal import DelimitedText
public import Diagnostics
internal import RecoveryKeys

/// Reads inventories as ConfigMgr, Intune, Active Directory and spreadsheets export them: tables separated by comma,
/// semicolon, tab or vertical bar, in UTF-8, UTF-16 or Windows-1252, with a byte order mark or without, spreadsheets
/// (`.xlsx`), and zip archives of them.
public enum InventoryReader {
    /// The most bytes of a spreadsheet or archive once it is unpacked.
    private static let largestUnpacked = 1 << 30

    /// The machines of an export.
    ///
    /// A file of one column without a known header is a list of names or serial numbers.
    ///
    /// - Parameters:
    ///   - bytes: the whole content.
    ///   - file: the name of the file for messages.
    ///   - columns: the header, or the number from 1, of columns with unusual headers.
    ///   - note: is given what was not read as a machine, in words: sheets without a known column, rows without a name or
    ///     number, quotation marks that do not match.
    /// - Throws: `inventoryColumns` when no column is known, or one that was asked for is not there; `inventoryEmpty`;
    ///   `inventoryNotReadable` for a damaged spreadsheet or a format that is not read.
    public static func read(
        _ bytes: [UInt8], file: String, columns: [InventoryColumn: String] = [:],
        note: (_ words: String) -> Void = { _ in }
    ) throws(FleetReportError) -> [InventoryMachine] {
        guard KeyContainer.isRecognised(bytes) else {
            // What is no text would be read as a table of nonsense.
            if let kind = ForeignFileKind(bytes) {
                throw FleetReportError(.inventoryNotReadable, "\(file): \(kind.remedy)")
            }
            return try readTable(bytes, file: file, columns: columns, note: note)
        }
        var machines: [InventoryMachine] = []
        var failure: FleetReportError?
        var passedOver: [(words: String, error: FleetReportError)] = []
        KeyContainer.forEachFile(in: bytes, named: file, limit: largestUnpacked) { path, content in
            guard failure == nil else { return }
            switch content {
            case .failure(let error):
                failure = FleetReportError(.inventoryNotReadable, error.message, cause: error)
            case .success(let table):
                do throws(FleetReportError) {
                    machines += try readTable(table, file: path, columns: columns, note: note)
                } catch {
                    passedOver.append(("\(error.message) (passed over)", error))
                }
            }
        }
        if let failure { throw failure }
        // Of several sheets, those of something else do no harm. If none is an inventory, the first one says why.
        guard !machines.isEmpty else {
            throw passedOver.first?.error
                ?? FleetReportError(.inventoryEmpty, "\(file): holds no sheet or file; export it again")
        }
        for sheet in passedOver { note(sheet.words) }
        return machines
    }

    private static func readTable(
        _ bytes: [UInt8], file: String, columns: [InventoryColumn: String], note: (_ words: String) -> Void
    ) throws(FleetReportError) -> [InventoryMachine] {
        let decoded = ForeignText.decode(bytes)
        let text = ForeignText.body(of: decoded ?? bytes)
        let layout = try InventoryLayout.detect(text, file: file, asked: columns)
        var machines: [InventoryMachine] = []
        var nameless = SkippedRows()
        var malformed = SkippedRows()
        var rows = TableRows(text, delimiter: layout.delimiter)
        while let row = rows.next() {
            if row.number <= layout.leadingRows { continue }
            if row.isMalformed { malformed.add(row.number) }
            if let machine = layout.machine(of: row, file: file) {
                machines.append(machine)
            } else if row.cells.contains(where: { !$0.content.allSatisfy { $0 <= 0x20 } }) {
                nameless.add(row.number)
            }
        }
        guard !machines.isEmpty else {
            throw FleetReportError(.inventoryEmpty, "\(file): no machine below the header; export it again")
        }
        if let rows = nameless.words {
            note("\(file): \(rows) without a name, serial number or UUID; passed over")
        }
        if let rows = malformed.words { note("\(file): \(rows) with an unmatched quotation mark; check what was read") }
        return machines
    }
}

/// Rows for a message.
private struct SkippedRows {
    private var count = 0
    private var first: [Int] = []

    mutating func add(_ row: Int) {
        count += 1
        if first.count < 5 { first.append(row) }
    }

    /// `2 rows (7, 9)`.
    var words: String? {
        guard count > 0 else { return nil }
        let more = count > first.count ? ", …" : ""
        return "\(counted(count, "row")) (\(first.map(String.init).joined(separator: ", "))\(more))"
    }
}

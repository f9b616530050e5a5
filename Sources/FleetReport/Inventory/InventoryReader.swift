internal import DelimitedText
public import Diagnostics

/// Reads inventories as ConfigMgr, Intune, Active Directory and spreadsheets export them: separated by comma, semicolon,
/// tab or vertical bar, in UTF-8, UTF-16 or Windows-1252, with a byte order mark or without.
public enum InventoryReader {
    /// The machines of an export.
    ///
    /// A file of one column without a known header is a list of names or serial numbers.
    ///
    /// - Parameters:
    ///   - bytes: the whole content.
    ///   - file: the name of the file for messages.
    ///   - columns: the header, or the number from 1, of columns with unusual headers.
    /// - Throws: `inventoryColumns` when no column is known, or one that was asked for is not there; `inventoryEmpty`.
    public static func read(
        _ bytes: [UInt8], file: String, columns: [InventoryColumn: String] = [:]
    ) throws(FleetReportError) -> [InventoryMachine] {
        // A spreadsheet or archive: local file header (APPNOTE.TXT, section 4.3.7).
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) {
            throw FleetReportError(
                .inventoryNotReadable, "\(file): a spreadsheet or zip archive; save the sheet as CSV")
        }
        let decoded = ForeignText.decode(bytes)
        let text = ForeignText.body(of: decoded ?? bytes)
        let layout = try InventoryLayout.detect(text, file: file, asked: columns)
        var machines: [InventoryMachine] = []
        var rows = TableRows(text, delimiter: layout.delimiter)
        while let row = rows.next() {
            if row.number <= layout.leadingRows { continue }
            if let machine = layout.machine(of: row, file: file) { machines.append(machine) }
        }
        guard !machines.isEmpty else {
            throw FleetReportError(.inventoryEmpty, "\(file): no machine below the header; export it again")
        }
        return machines
    }
}

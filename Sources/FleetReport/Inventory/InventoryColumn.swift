internal import DelimitedText

/// What a column of an inventory holds.
public enum InventoryColumn: String, Sendable, CaseIterable {
    /// The computer's name.
    case name
    /// The serial number.
    case serial
    /// The UUID in the firmware (SMBIOS type 1).
    case uuid
    /// The site, location or department.
    case site

    /// The columns that a header can mean, or none. Case, blanks and punctuation do not matter, nor the `0` that
    /// ConfigMgr's views put behind their columns. A directory's identifiers (`ObjectGUID`, `Azure AD Device ID`) are no
    /// UUIDs of firmware.
    init?(header: ArraySlice<UInt8>) {
        guard header.count <= 100 else { return nil }
        var name = TableHeader.comparable(header)
        if name.hasSuffix("0") { name.removeLast() }
        guard let column = Self.headers[name] else { return nil }
        self = column
    }

    private static let headers: [String: InventoryColumn] = {
        let names: [(InventoryColumn, String)] = [
            (
                .name,
                """
                \(TableHeader.computerName) name cn resourcename asset assetname gertename gert rechnername rechner \
                nomdelordinateur ordinateur
                """
            ),
            (.serial, "\(TableHeader.serialNumber) seriennummer numrodesrie"),
            (.uuid, "uuid smbiosguid smbiosuuid biosguid biosuuid systemuuid machineuuid hardwareuuid netbootguid"),
            (
                .site,
                """
                site sitename location office branch building department organizationalunit ou standort abteilung \
                batch label
                """
            ),
        ]
        return Dictionary(
            uniqueKeysWithValues: names.flatMap { column, words in
                words.split(separator: " ").map { (String($0), column) }
            })
    }()
}

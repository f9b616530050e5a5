/// Inventories in every dialect, of machines that the collection of the target has and of others.
enum InventorySeeds {
    static let all: [[UInt8]] =
        texts.map { Array($0.utf8) } + [
            [0xFF, 0xFE]
                + texts[0].utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] },
            // Windows-1252.
            Array(
                "Ger\u{E4}tename;Seriennummer;Standort\r\nPC-1;000123;B\u{FC}ro \u{84}1\u{93}\r\n".unicodeScalars.map {
                    UInt8(truncatingIfNeeded: $0.value)
                }),
            ZipSeeds.stored(
                ZipSeeds.sheet,
                Array(
                    """
                    <worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="str"><v>\
                    Serial</v></c></row><row r="3"><c r="A3" t="str"><v>PC-1</v></c><c r="B3"><v>5.0E+12</v></c></row>\
                    </sheetData></worksheet>
                    """.utf8)),
        ]

    static let words = [
        "Name", "Serial", "UUID", "Site", "sep=;", "#TYPE", "=\"\"", "'", "PC-1", "HAMBURG-OFFICE-", "5.00E+12",
        "5,00E+12",
        "000123", "5000000000001", "20XW004AGEPF123456", "1S20XW", "\u{A0}", "\u{200B}", "n/a", "CN=PC-1,OU=x", "\"\"",
        "4c4c4544-0032-3110-8052-b4c04f4e3432", "\r\n",
    ]

    /// The machines of the collection: name, serial number, UUID, outcome.
    static let machines: [(name: String?, serial: String?, uuid: String?, outcome: String)] = [
        ("PC-1", "000123", nil, "repaired"), ("PC-2", "5000000000001", nil, "repaired"), ("PC-2", nil, nil, "failed"),
        ("HAMBURG-OFFICE-", "PF123456", "4c4c4544-0032-3110-8052-b4c04f4e3432", "repaired"), (nil, "V1", nil, "locked"),
        ("APP-1", "V1", nil, "repaired"), ("APP-2", "V1", nil, "failed"),
    ]

    private static let texts = [
        "Name,Serial,UUID,Site\r\nPC-1,123,,Nord\r\nPC-2,\"5,00E+12\",,\"a\nb\"\r\nAPP-1,V1,,\r\nAPP-3,V1,,\r\n",
        "sep=;\r\nRechnername;Seriennummer\r\nPC-1;=\"\"\"000123\"\"\"\r\nOLD;'5000000000001\r\nPC-1;\"x\r\n",
        "Report\n\nResourceName\tSerialNumber0\tSMBIOS_GUID0\nHAMBURG-OFFICE-0042\t20XW004AGEPF123456\t\n"
            + "HAMBURG-OFFICE-0043\t\t4C4C4544-0032-3110-8052-B4C04F4E3432\n",
        "#TYPE x\n\"DistinguishedName\",\"ObjectGUID\"\n\"CN=PC-1,OU=K\u{F6}ln,DC=corp\",\"1\"\n",
        "PC-1\n5000000000001\nPF 123\u{A0}456\n4c4c4544-0032-3110-8052-b4c04f4e3432\n",
        "Name|Serial\nPC-2|5.000.000.000.001\nPC-2|n/a\nPC-2|S9\n|V1\n",
    ]
}

/// Zip archives: stored and deflated, with names that say UTF-8 and names that do not.
enum ZipSeeds {
    static let all: [[UInt8]] = [
        stored("Rückgabe/a.jsonl", content),
        // One block that is stored, in the form of deflate (RFC 1951, section 3.2.4).
        archive(
            name: [0x52, 0x81, 0x2E, 0x6A], flags: 0, method: 8,
            packed: [1, UInt8(content.count), 0, ~UInt8(content.count), 0xFF] + content, content),
        stored(sheet, sheets[0]),
    ]

    /// The sheet of a spreadsheet, by its name in the archive.
    static let sheet = "xl/worksheets/sheet1.xml"

    /// Sheets: with gaps between rows and cells, texts of several runs, and references to texts that are not there.
    static let sheets: [[UInt8]] = [
        """
        <worksheet><sheetData><row r="2"><c r="B2" t="inlineStr"><is><r><t>Key</t></r><r><t> ID</t></r></is></c>\
        <c r="D2" t="s"><v>7</v></c><c/></row><row><c><v>5.00E+3</v></c></row></sheetData></worksheet>
        """
    ].map { Array($0.utf8) }

    /// An archive of one file.
    static func stored(_ name: String, _ content: [UInt8]) -> [UInt8] {
        archive(name: Array(name.utf8), flags: 0x800, method: 0, packed: content, content)
    }

    private static let content = Array("{\"event\":\"start\"}\n".utf8)

    private static func archive(name: [UInt8], flags: Int, method: Int, packed: [UInt8], _ content: [UInt8]) -> [UInt8]
    {
        let common =
            little(flags, 2) + little(method, 2) + little(0x0021_0000, 4) + little(checksum(content), 4)
            + little(packed.count, 4) + little(content.count, 4) + little(name.count, 2) + little(0, 2)
        let local = little(0x0403_4B50, 4) + little(20, 2) + common + name + packed
        let entry =
            little(0x0201_4B50, 4) + little(0x0314, 2) + little(20, 2) + common + little(0, 6)
            + little(0o100644 << 16, 4) + little(0, 4) + name
        return local + entry + little(0x0605_4B50, 4) + little(0, 4) + little(1, 2) + little(1, 2)
            + little(entry.count, 4) + little(local.count, 4) + little(0, 2)
    }

    private static func checksum(_ bytes: [UInt8]) -> Int {
        Int(
            ~bytes.reduce(~UInt32(0)) { crc, byte in
                (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
            })
    }

    private static func little(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}

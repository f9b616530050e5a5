/// A spreadsheet as Excel writes one, by its files, as a Python program that packs it.
enum SampleSpreadsheet {
    /// Packs files with Python's zip writer; the content is that of the arguments, by turns with the names.
    static let packer = """
        import sys, zipfile
        with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in zip(sys.argv[2::2], sys.argv[3::2]):
                archive.writestr(name, text)
        """

    /// The files of a spreadsheet whose first sheet has these rows. Texts are shared, but every third is inline, with its
    /// first half set in bold; empty ones are left out, as Excel does.
    static func files(_ rows: [[String]]) -> [String] {
        var shared: [String] = []
        var sheet = "<?xml version=\"1.0\"?><worksheet xmlns=\"m\"><sheetData>"
        for (row, cells) in rows.enumerated() where !cells.isEmpty {
            sheet += "<row r=\"\(row + 1)\">"
            for (column, text) in cells.enumerated() where !text.isEmpty {
                let reference = "\(letters(column))\(row + 1)"
                if (row + column) % 3 == 2 {
                    let half = text.index(text.startIndex, offsetBy: text.count / 2)
                    sheet +=
                        "<c r=\"\(reference)\" t=\"inlineStr\"><is><r><rPr><b/></rPr><t>\(escaped(text[..<half]))</t></r>"
                        + "<r><t xml:space=\"preserve\">\(escaped(text[half...]))</t></r>"
                        + "<rPh sb=\"0\" eb=\"1\"><t>not this</t></rPh></is></c>"
                } else {
                    sheet += "<c r=\"\(reference)\" s=\"1\" t=\"s\"><f>A1</f><v>\(shared.count)</v></c>"
                    shared.append(text)
                }
            }
            sheet += "</row>"
        }
        sheet += "</sheetData></worksheet>"
        let texts = shared.map { "<si><t>\(escaped($0[...]))</t></si>" }.joined()
        return [
            "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>", "xl/sharedStrings.xml",
            "<sst>\(texts)</sst>", "xl/worksheets/sheet1.xml", sheet,
        ]
    }

    private static func letters(_ column: Int) -> String {
        let last = String(UnicodeScalar(UInt8(65 + column % 26)))
        return column < 26 ? last : letters(column / 26 - 1) + last
    }

    private static func escaped(_ text: some StringProtocol) -> String {
        String(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}

internal import Secrets
internal import ZipFiles

/// A spreadsheet as Excel and others write it (.xlsx: ECMA-376 part 1, section 18): a zip archive of XML. The texts and
/// numbers of its sheets are read, without formulas and formats.
struct Spreadsheet {
    /// A sheet, by its file in the archive.
    struct Sheet {
        /// `sheet 1`, as in the file's name; what the user calls it stands elsewhere.
        let title: String
        fileprivate let entry: ZipEntry
    }

    /// The first sheets, at most `maximumSheets`.
    let sheets: [Sheet]
    private let archive: ZipFile
    private let texts: ZipEntry?

    private static let maximumSheets = 255

    /// Nil if the archive is no spreadsheet.
    init?(_ archive: ZipFile) {
        let folder = "xl/worksheets/sheet"
        let numbered = archive.entries.compactMap { entry -> (number: Int, entry: ZipEntry)? in
            guard entry.name.hasPrefix(folder), entry.name.hasSuffix(".xml"),
                let number = Int(entry.name.dropFirst(folder.count).dropLast(4))
            else { return nil }
            return (number, entry)
        }
        guard !numbered.isEmpty else { return nil }
        self.archive = archive
        sheets = numbered.sorted { $0.number < $1.number }.prefix(Self.maximumSheets).map {
            Sheet(title: "sheet \($0.number)", entry: $0.entry)
        }
        texts = archive.entries.first { $0.name == "xl/sharedStrings.xml" }
    }

    /// The texts that cells of all sheets refer to. The caller wipes them.
    ///
    /// - Parameter limit: the most bytes that the file behind them may have.
    func sharedTexts(limit: Int) throws(ZipError) -> SharedTexts {
        var shared = SharedTexts()
        guard let texts else { return shared }
        var xml = try archive.content(of: texts, limit: limit)
        defer { xml.wipe() }
        shared.read(xml)
        return shared
    }

    /// A sheet as CSV, each row in the line of its number. The caller wipes it.
    ///
    /// - Parameter limit: the most bytes that the file behind it, and the result, may have.
    func table(of sheet: Sheet, _ shared: SharedTexts, limit: Int) throws(ZipError) -> [UInt8] {
        var xml = try archive.content(of: sheet.entry, limit: limit)
        defer { xml.wipe() }
        var writer = SheetWriter(texts: shared, limit: limit)
        guard writer.read(xml) else {
            writer.wipe()
            throw .tooLarge
        }
        return writer.table
    }
}

/// Files whose form is not read here: what they are, and how to get a text out of them.
public struct ForeignFileKind {
    /// What the file is, and what to do.
    public let remedy: String

    /// The kind of a file by the bytes it begins with; nil if it may be read.
    public init?(_ bytes: [UInt8]) {
        for kind in Self.kinds where bytes.starts(with: kind.magic) {
            remedy = kind.remedy
            return
        }
        return nil
    }

    private static let kinds: [(magic: [UInt8], remedy: String)] = [
        (Array("%PDF-".utf8), "is a PDF; open it, copy its text into a text file, or run \"pdftotext -layout FILE\""),
        (
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            "is an Office file of the old kind or with a password, or an Outlook message; save it as .xlsx, CSV or text"
        ),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "is a 7z archive; unpack it, or pack it again as zip"),
        (Array("Rar!\u{1A}\u{07}".utf8), "is a RAR archive; unpack it, or pack it again as zip"),
        ([0x1F, 0x8B], "is compressed by gzip; unpack it with \"gzip -d\""),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "is compressed by xz; unpack it with \"xz -d\""),
        ([0x28, 0xB5, 0x2F, 0xFD], "is compressed by zstd; unpack it with \"zstd -d\""),
        (Array("MSCF".utf8), "is a cabinet; unpack it with \"expand\" or \"cabextract\""),
        (Array("SQLite format 3\0".utf8), "is a database; export its table as CSV"),
        (Array("\0\u{01}\0\0Standard ".utf8), "is an Access database; export its table as CSV"),
        ([0x89, 0x50, 0x4E, 0x47], "is a picture; type what it shows into a text file"),
        ([0xFF, 0xD8, 0xFF], "is a picture; type what it shows into a text file"),
    ]
}

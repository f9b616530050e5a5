internal import CArchive

/// The forms of archives that are read.
public enum ArchiveFormat: Sendable {
    /// The outer form of a Debian package (deb(5)).
    case ar
    case tar
    case zip
    /// No archive: one compressed file.
    case raw

    func enable(on handle: OpaquePointer) -> CInt {
        switch self {
        case .ar: archive_read_support_format_ar(handle)
        case .tar: archive_read_support_format_tar(handle)
        case .zip: archive_read_support_format_zip(handle)
        case .raw: archive_read_support_format_raw(handle)
        }
    }
}

/// The compressions that are read. One layer of a named kind, always in this process: libarchive's own choice would undo
/// layer upon layer, and start programs such as `lrzip` from PATH for kinds that it does not know itself.
public enum ArchiveFilter: Sendable, CaseIterable {
    case gzip, xz, zstd, bzip2, lzma

    /// The compression of a file that begins with these bytes; nil if it is none of gzip (RFC 1952, section 2.3.1), xz (xz
    /// file format 1.2, section 2.1.1.1) and Zstandard (RFC 8878, section 3.1.1).
    public init?(beginning bytes: some Collection<UInt8>) {
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            self = .xz
        } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// The compression that the suffix of a file's name stands for, `.gz` for example; nil for any other.
    public init?(suffixOf name: String) {
        guard let found = Self.allCases.first(where: { name.hasSuffix($0.suffix) }) else { return nil }
        self = found
    }

    private var suffix: String {
        switch self {
        case .gzip: ".gz"
        case .xz: ".xz"
        case .zstd: ".zst"
        case .bzip2: ".bz2"
        case .lzma: ".lzma"
        }
    }

    var code: CInt {
        switch self {
        case .gzip: ARCHIVE_FILTER_GZIP
        case .xz: ARCHIVE_FILTER_XZ
        case .zstd: ARCHIVE_FILTER_ZSTD
        case .bzip2: ARCHIVE_FILTER_BZIP2
        case .lzma: ARCHIVE_FILTER_LZMA
        }
    }
}

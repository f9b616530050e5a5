internal import CArchive

/// libarchive, reading from an open file.
final class ArchiveReader {
    private let handle: OpaquePointer
    private let medium: OpenMedium

    /// Opens an archive in one of the formats that `support` switches on; nil if it cannot be opened.
    init?(_ medium: OpenMedium, _ support: (OpaquePointer) -> Void) {
        guard let handle = archive_read_new() else { return nil }
        self.handle = handle
        self.medium = medium
        support(handle)
        guard archive_read_open_fd(handle, medium.descriptor, 1 << 16) == ARCHIVE_OK else { return nil }
    }

    deinit { archive_read_free(handle) }

    /// What the archive says is wrong with it.
    var problem: String { archive_error_string(handle).map { String(cString: $0) } ?? "it is damaged" }

    /// An entry of the archive.
    struct Entry {
        let name: String
        let isFile: Bool
    }

    /// How the attempt to find a further entry ended.
    enum Step {
        case entry(Entry)
        case end
        case damaged
    }

    /// The next entry.
    func next() -> Step {
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle, &entry)
        if status == ARCHIVE_EOF { return .end }
        // A warning is about a name that cannot be shown in this locale.
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { return .damaged }
        let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
        return .entry(
            Entry(
                name: name.map { String(cString: $0) } ?? "(no name)", isFile: archive_entry_filetype(entry) == S_IFREG)
        )
    }

    /// The next bytes of the current entry: how many there are, 0 at its end; negative if it is damaged.
    func read(into buffer: inout [UInt8]) -> Int { archive_read_data(handle, &buffer, buffer.count) }
}

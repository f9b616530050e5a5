internal import CArchive
internal import Diagnostics
internal import Foundation
internal import RecoveryKeys
internal import Vocabulary

/// The files in a zip archive.
enum KeyArchive {
    private static let maximumFiles = 100_000
    /// All content together, unpacked: an archive may hold far more than its size.
    private static let maximumSize = 2 * Limit.keyFile

    /// Gives each file of an archive to `body`, in the order of the archive, and wipes it.
    ///
    /// - Parameter file: the name of the archive for messages.
    static func forEachFile(in archive: [UInt8], file: String, _ body: (_ name: String, [UInt8]) throws -> Void) throws
    {
        guard let handle = archive_read_new() else { throw failure(file, "no memory for reading it; free some") }
        defer { archive_read_free(handle) }
        archive_read_support_format_zip(handle)
        try archive.withUnsafeBytes { bytes in
            guard archive_read_open_memory(handle, bytes.baseAddress, bytes.count) == ARCHIVE_OK else {
                throw failure(file, "it is damaged; copy it again")
            }
            var remaining = maximumSize
            for _ in 0..<maximumFiles {
                var entry: OpaquePointer?
                let status = archive_read_next_header(handle, &entry)
                if status == ARCHIVE_EOF { return }
                // A warning is about a name that cannot be shown in this locale, and no reason to leave keys out.
                guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
                    throw failure(file, "it is damaged; copy it again")
                }
                guard archive_entry_filetype(entry) == S_IFREG else { continue }
                let name = archive_entry_pathname(entry).map { String(cString: $0) } ?? "(no name)"
                if name == "[Content_Types].xml" {
                    throw failure(file, "it is a spreadsheet or document; save the table as CSV")
                }
                var content = try content(of: handle, file: "\(file)/\(name)", limit: remaining)
                defer { content.wipe() }
                remaining -= content.count
                try body(name, content)
            }
            throw KeyCommandError(
                .tooMuch, "\(file): more than \(maximumFiles) files; unpack it and name folders of it")
        }
    }

    private static func content(of handle: OpaquePointer, file: String, limit: Int) throws -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        defer { buffer.wipe() }
        while true {
            let count = archive_read_data(handle, &buffer, buffer.count)
            if count == 0 { return content }
            guard count > 0 else {
                let isSealed = archive_read_has_encrypted_entries(handle) > 0
                throw failure(file, isSealed ? "it has a password; unpack it first" : "it is damaged; copy it again")
            }
            content.append(contentsOf: buffer[..<count])
            guard content.count <= limit else {
                throw KeyCommandError(
                    .tooMuch, "\(file): the archive has more than \(maximumSize >> 20) MiB; unpack it")
            }
        }
    }

    private static func failure(_ file: String, _ detail: String) -> KeyCommandError {
        KeyCommandError(.unsupportedArchive, "\(file): the archive cannot be read: \(detail)")
    }
}

internal import Archives
internal import Diagnostics
internal import Foundation
internal import RecoveryKeys
internal import Vocabulary

/// The files in a zip archive.
enum KeyArchive {
    private static let maximumFiles = 100_000
    /// All content together, unpacked: an archive may hold far more than its size.
    private static let maximumSize = 8 * Limit.keyFile

    /// Gives each file of an archive to `body`, in the order of the archive, and wipes it.
    ///
    /// - Parameter file: the name of the archive for messages.
    static func forEachFile(in archive: [UInt8], file: String, _ body: (_ name: String, [UInt8]) throws -> Void) throws
    {
        try archive.withUnsafeBytes { bytes in
            let reader = try reading(file) { () throws(ArchiveError) in
                try ArchiveReader(
                    bytes: bytes, name: file, format: .zip, warnings: .reported,
                    limit: ExpansionLimit(floor: Int64(2 * maximumSize), ratio: 0))
            }
            var remaining = maximumSize
            for _ in 0..<maximumFiles {
                guard let entry = try reading(file, { () throws(ArchiveError) in try reader.next() }) else { return }
                guard entry.kind == .file else { continue }
                // Keys are found by what is in a file, so that one without a name serves too.
                let name = entry.name ?? "(no name)"
                if name == "[Content_Types].xml" {
                    throw failure(file, "it is a spreadsheet or document; save the table as CSV")
                }
                var content = try content(of: reader, file: "\(file)/\(name)", limit: remaining)
                defer { content.wipe() }
                remaining -= content.count
                try body(name, content)
            }
            throw KeyCommandError(
                .tooMuch, "\(file): more than \(maximumFiles) files; unpack it and name folders inside")
        }
    }

    private static func content(of reader: ArchiveReader, file: String, limit: Int) throws -> [UInt8] {
        var content: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer {
            buffer.initializeMemory(as: UInt8.self, repeating: 0)
            buffer.deallocate()
        }
        while true {
            let count = try reading(file) { () throws(ArchiveError) in try reader.read(into: buffer) }
            if count == 0 { return content }
            content.append(contentsOf: buffer[..<count])
            guard content.count <= limit else {
                throw KeyCommandError(
                    .tooMuch,
                    "\(file): more than \(maximumSize >> 20) MiB once unpacked; unpack it and name folders inside")
            }
        }
    }

    private static func reading<Result>(
        _ file: String, _ body: () throws(ArchiveError) -> Result
    ) throws(KeyCommandError) -> Result {
        do { return try body() } catch {
            throw failure(
                file, error.code == .locked ? "it has a password; unpack it first" : "it is damaged; copy it again")
        }
    }

    private static func failure(_ file: String, _ detail: String) -> KeyCommandError {
        KeyCommandError(.unsupportedArchive, "\(file): cannot be read: \(detail)")
    }
}

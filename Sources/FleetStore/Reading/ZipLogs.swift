internal import CArchive
internal import Diagnostics
internal import Vocabulary

/// The logs in a zip archive, in its order. It is read once, from its beginning to its end.
final class ZipLogs {
    /// All logs together, unpacked: an archive may hold far more than its size.
    private static let maximumSize = 1 << 34
    private static let maximumEntries = 4_000_000

    private let reader: ArchiveReader
    private let name: String
    private var remainingSize = maximumSize
    private var remainingEntries = maximumEntries
    private var isAtEnd = false
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(_ medium: OpenMedium, name: String) throws(FleetStoreError) {
        guard let reader = ArchiveReader(medium, { archive_read_support_format_zip($0) }) else {
            throw FleetStoreError(.sourceNotReadable, "\(name): the archive cannot be read; copy it again")
        }
        self.reader = reader
        self.name = name
    }

    /// The next file that should be a log. What ends the reading early comes as a file that cannot be read.
    func next() -> LogFile? {
        while !isAtEnd {
            switch reader.next() {
            case .end: isAtEnd = true
            case .damaged: return end(.sourceNotReadable, "\(reader.problem); what comes after is lost: copy it again")
            case .entry(let entry):
                remainingEntries -= 1
                guard remainingEntries > 0 else {
                    return end(.sourceTooLarge, "more than \(Self.maximumEntries) files; unpack it and name the folder")
                }
                if !entry.isFile { continue }
                if LogFile.isContainer(entry.name) { return .nested(entry.name, in: name) }
                if LogFile.isLog(entry.name) { return file(entry.name) }
            }
        }
        return nil
    }

    private func file(_ file: String) -> LogFile {
        var content: [UInt8] = []
        while true {
            let count = reader.read(into: &buffer)
            if count == 0 { return LogFile(name: file, heldBytes: content.count) { [content] in content } }
            guard count > 0 else { return refused(file, .sourceNotReadable, reader.problem) }
            content += buffer[..<count]
            remainingSize -= count
            if content.count > Limit.log {
                return refused(
                    file, .sourceTooLarge, "more than \(Limit.log) bytes, the longest log; it is none")
            }
            if remainingSize < 0 {
                return end(
                    .sourceTooLarge, "more than \(Self.maximumSize >> 30) GiB of logs; unpack it and name folders")
            }
        }
    }

    private func end(_ code: FleetStoreError.Code, _ detail: String) -> LogFile {
        isAtEnd = true
        return refused("", code, detail)
    }

    private func refused(_ file: String, _ code: FleetStoreError.Code, _ detail: String) -> LogFile {
        let path = file.isEmpty ? name : "\(name)/\(file)"
        return LogFile(name: file.isEmpty ? name : file) { () throws(FleetStoreError) in
            throw FleetStoreError(code, "\(path): \(detail)")
        }
    }
}

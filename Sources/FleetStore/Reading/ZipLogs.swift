internal import Archives
internal import Diagnostics
internal import Vocabulary

/// The logs in a zip archive, in its order. It is read once, from its beginning to its end.
final class ZipLogs {
    private static let maximumEntries = 4_000_000

    private let reader: ArchiveReader
    private let name: String
    private let tally: SourceTally
    private var remainingEntries = maximumEntries
    private var isAtEnd = false
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    init(_ medium: OpenMedium, name: String, tally: SourceTally) throws(FleetStoreError) {
        do throws(ArchiveError) {
            reader = try ArchiveReader(
                descriptor: medium.descriptor, owner: medium, name: name, format: .zip, warnings: .reported,
                limit: .logs)
        } catch {
            throw FleetStoreError(.sourceNotReadable, "\(error.message); copy it again", cause: error)
        }
        self.name = name
        self.tally = tally
    }

    deinit { buffer.deallocate() }

    /// The next file that should be a log. What ends the reading early comes as a file that cannot be read.
    func next() -> LogFile? {
        while !isAtEnd {
            let entry: ArchiveEntry?
            do throws(ArchiveError) { entry = try reader.next() } catch { return end(error) }
            guard let entry else { break }
            remainingEntries -= 1
            guard remainingEntries > 0 else {
                isAtEnd = true
                return .refused(
                    name, .sourceTooLarge,
                    "\(name): more than \(Self.maximumEntries) files; unpack it and name the folder")
            }
            switch (entry.kind, entry.name) {
            case (.directory, _): continue
            // What it is shows in its content.
            case (.file, nil): return file("file \(reader.position), whose name is not readable")
            case (.file, let file?) where LogFile.isContainer(file): return .nested(file, in: name)
            case (.file, let file?) where LogFile.isLog(file): return self.file(file)
            default: tally.foreign += 1
            }
        }
        isAtEnd = true
        return nil
    }

    private func file(_ file: String) -> LogFile {
        var content: [UInt8] = []
        while true {
            let count: Int
            do throws(ArchiveError) { count = try reader.read(into: buffer) } catch {
                if error.code == .tooLarge { return end(error) }
                return .refused(file, .sourceNotReadable, "\(error.message), in \(file); copy it again")
            }
            if count == 0 { return LogFile(name: file, size: content.count) { [content] in content } }
            content += buffer[..<count]
            if content.count > Limit.log {
                return .refused(
                    file, .sourceTooLarge, "\(name)/\(file): over the \(Limit.log >> 20) MiB limit; skipped")
            }
        }
    }

    private func end(_ error: ArchiveError) -> LogFile {
        isAtEnd = true
        return error.code == .tooLarge
            ? .refused(
                name, .sourceTooLarge, "\(error.message); the rest is skipped: unpack it and name the folder")
            : .refused(name, .sourceNotReadable, "\(error.message); what comes after is lost: copy it again")
    }
}

internal import Archives
public import Diagnostics
internal import DiskFormats
internal import Glibc
internal import Vocabulary

/// Where logs are: a mounted stick or another folder, a single log, a zip archive, the image of a stick, or a stick itself.
/// It is only read.
public struct LogSource {
    /// What a source is.
    public enum Kind: String, Sendable {
        /// A folder, or where a stick is mounted.
        case folder
        /// A single log.
        case file
        /// A zip archive.
        case archive = "zip"
        /// A raw image of a stick, perhaps compressed.
        case image
        /// A whole stick that is not mounted.
        case device
    }

    /// The path, as the caller named it, in the form for people (`PathText.shown`).
    public let name: String
    /// What the source is.
    public let kind: Kind
    private let tally: SourceTally
    private let nextFile: () -> LogFile?

    /// The next file that should be a log; nil at the end.
    func next() -> LogFile? {
        guard let file = nextFile() else { return nil }
        tally.handedOut += 1
        return file
    }

    /// The files of the source, as far as it was read: those that should be logs, what could not be read, and foreign ones.
    public var entries: Int { tally.handedOut + tally.foreign }
    /// Files that are no logs by their names.
    public var foreign: Int { tally.foreign }
    /// What is wrong with the medium, though it was read: a sentence each.
    public var oddities: [String] { tally.sentences }

    /// Opens what a path stands for, which its content tells. A path that is not UTF-8 is given as `PathText` has it.
    ///
    /// - Throws: when it cannot be opened, or is nothing that logs are read from.
    public static func open(_ path: String) throws(FleetStoreError) -> LogSource {
        let medium: OpenMedium
        do {
            medium = try OpenMedium(path)
        } catch {
            throw FleetStoreError(
                .sourceNotReadable,
                "\(error.message); check the path, its permissions (group disk for devices) and whether it is mounted",
                cause: error)
        }
        let tally = SourceTally()
        let name = PathText.shown(path)
        switch medium.mode & S_IFMT {
        case S_IFDIR: return list(.folder, name, try FolderLogs.files(in: path, tally: tally), tally)
        case S_IFBLK: return list(.device, name, try StickLogs.files(on: medium, name: name, tally: tally), tally)
        case S_IFREG: return try file(path, medium, tally)
        default:
            throw FleetStoreError(
                .sourceUnknown, "\(name) is neither a file, a folder nor a device; name a stick, an image or a zip file"
            )
        }
    }

    private static func file(
        _ path: String, _ medium: OpenMedium, _ tally: SourceTally
    ) throws(FleetStoreError) -> LogSource {
        let name = PathText.shown(path)
        let begin = medium.read(at: 0, count: 6)
        if begin.starts(with: Array("PK\u{3}\u{4}".utf8)) || begin.starts(with: Array("PK\u{5}\u{6}".utf8)) {
            let archive = try ZipLogs(medium, name: name, tally: tally)
            return LogSource(name: name, kind: .archive, tally: tally, nextFile: archive.next)
        }
        if let filter = ArchiveFilter(beginning: begin) {
            let image = try CompressedImage(medium, filter, name: name)
            let lost = image.cut.map { [LogFile.refused(name, .sourceNotReadable, $0)] } ?? []
            return list(.image, name, try StickLogs.files(on: image.medium, name: name, tally: tally) + lost, tally)
        }
        if LogFile.isLog(path) || begin.first == UInt8(ascii: "{") {
            return list(.file, name, [FolderLogs.file(named: name, at: path, order: nil, size: 0)], tally)
        }
        return list(.image, name, try StickLogs.files(on: medium, name: name, tally: tally), tally)
    }

    /// A log or the image of a stick that is in memory already.
    public static func inMemory(_ bytes: [UInt8], name: String) throws(FleetStoreError) -> LogSource {
        let tally = SourceTally()
        if LogFile.isLog(name) { return list(.file, name, [LogFile(name: name) { bytes }], tally) }
        return list(.image, name, try StickLogs.files(on: MemoryBytes(bytes), name: name, tally: tally), tally)
    }

    /// The error for a source without any log.
    public var emptiness: FleetStoreError {
        FleetStoreError(
            .sourceEmpty, "\(name) has no .jsonl file; name the partition UNLOOP-LOG of a stick, or its folder logs")
    }

    private static func list(_ kind: Kind, _ name: String, _ files: [LogFile], _ tally: SourceTally) -> LogSource {
        var rest = files[...]
        return LogSource(name: name, kind: kind, tally: tally) { rest.popFirst() }
    }
}

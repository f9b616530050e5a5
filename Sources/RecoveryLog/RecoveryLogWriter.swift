public import Diagnostics
internal import Glibc

/// Writes the record of a run to a stick: the log for programs, and beside it a `.txt` for people. One writer a run and
/// stick, used from one thread.
///
/// The files only grow, as the record does, rather than being replaced: FAT has no atomic rename (the new entry and the
/// old one are different sectors), so pulling the plug while replacing could cost the file that was there.
public final class RecoveryLogWriter {
    /// The path of the log.
    public var path: String { log.path }
    /// The path of the text.
    public var textPath: String { text.path }

    private let log: DurableFile
    private let text: DurableFile

    /// Makes the record's files beneath `root`, or goes on with those of the same run that are there, and writes to them
    /// what the record has.
    ///
    /// - Parameter root: the folder where the log partition is mounted.
    public init(root: String, record: RunRecord) throws(RecoveryLogError) {
        do {
            let folders = record.path.split(separator: "/").dropLast().map(String.init)
            let descriptor = try Self.open(folders, in: root)
            defer { close(descriptor) }
            func file(_ path: String, _ content: [UInt8]) throws(SystemCallError) -> DurableFile {
                let name = path.split(separator: "/").last.map(String.init) ?? path
                return try DurableFile(in: descriptor, name: name, path: "\(root)/\(path)", growingTo: content)
            }
            log = try file(record.path, record.log)
            text = try file(record.textPath, record.text)
        } catch {
            throw RecoveryLogError(
                .notCreated, "\(error.message): no log can be made there; turn off write protection or free space",
                cause: error)
        }
        try write(record)
    }

    /// Appends what the record has and the files have not. When this returns, every line of the log is on the medium, and
    /// the text up to the last outcome in it.
    ///
    /// - Throws: `notWritten` when lines are not in the log, `textNotWritten` when they are there and only the text lacks
    ///   them. Either may be tried again, with the same record or a longer one.
    public func write(_ record: RunRecord) throws(RecoveryLogError) {
        do {
            try log.grow(to: record.log, durable: record.log.count)
        } catch {
            throw RecoveryLogError(
                .notWritten, "\(error.message): the record is not written; is the stick full or gone?", cause: error)
        }
        do {
            try text.grow(to: record.text, durable: record.reliableText)
        } catch {
            throw RecoveryLogError(
                .textNotWritten, "\(error.message): the record is whole only in the .jsonl file; read that one",
                cause: error)
        }
    }

    /// Opens a folder of a folder and so on, and makes those that are not there. All of it reaches the medium: a folder's own
    /// sync does not cover the one that lists it.
    private static func open(_ folders: [String], in root: String) throws(SystemCallError) -> CInt {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var path = root
        var folder = try retryingInterrupts("open", root) { Glibc.open(root, flags) }
        for name in folders {
            let parent = folder
            defer { close(parent) }
            path += "/\(name)"
            if mkdirat(parent, name, 0o755) == 0 {
                try DurableFile.synchronise(fileSystemOf: parent, path: path)
            } else if errno != EEXIST {
                throw SystemCallError(call: "mkdirat", object: path)
            }
            folder = try retryingInterrupts("openat", path) { openat(parent, name, flags) }
        }
        return folder
    }
}

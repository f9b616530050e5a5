internal import Diagnostics
internal import Glibc
public import Timestamps

/// Writes the log of a run to the stick: `logs/<UTC time>-<machine>-<run>.jsonl` for programs, and beside it a `.txt` for
/// people. One writer a run, used from one thread.
///
/// The text only grows, as the log does, rather than being replaced: FAT has no atomic rename (the new entry and the old
/// one are different sectors), so pulling the plug while replacing could cost the file that was there.
public final class RecoveryLogWriter {
    /// The path of the log.
    public var path: String { log.path }
    /// The path of the text.
    public var textPath: String { text.path }

    private let log: DurableFile
    private let text: DurableFile
    private let clock: () -> UTCTime
    private var sequence = 0
    private var chain = LogChain()

    /// Makes both files, in `logs` beneath `root`, and writes the start to them.
    ///
    /// - Parameters:
    ///   - root: the folder where the log partition is mounted.
    ///   - clock: tells the time of each event.
    public init(
        root: String, start: StartEvent, clock: @escaping () -> UTCTime = UTCTime.now
    ) throws(RecoveryLogError) {
        self.clock = clock
        let name = LogFileName.make(start, at: clock())
        let folder = "\(root)/logs"
        do {
            let descriptor = try Self.openFolder(named: "logs", in: root)
            defer { close(descriptor) }
            log = try DurableFile(in: descriptor, name: "\(name).jsonl", path: "\(folder)/\(name).jsonl")
            text = try DurableFile(in: descriptor, name: "\(name).txt", path: "\(folder)/\(name).txt")
        } catch {
            throw RecoveryLogError(
                .notCreated, "\(error.message): no log can be made there; free the stick's write protection or space",
                cause: error)
        }
        try append(.start(start))
    }

    /// Goes on with a record that another process began and did not end: the next event follows its last whole line.
    ///
    /// - Parameter path: the `.jsonl` file; its `.txt` lies beside it.
    public init(resuming path: String, clock: @escaping () -> UTCTime = UTCTime.now) throws(RecoveryLogError) {
        self.clock = clock
        do throws(SystemCallError) {
            log = try DurableFile(resuming: path)
            text = try DurableFile(resuming: String(path.dropLast("jsonl".count)) + "txt")
            sequence = try log.endWholeLines()
            chain = LogChain(after: try log.end(length: 128).dropLast())
        } catch {
            throw RecoveryLogError(
                .notCreated, "\(error.message): the record cannot be gone on with; is the stick gone?", cause: error)
        }
    }

    /// Appends an event. When this returns, its line is on the medium.
    ///
    /// - Throws: `notWritten` when the line is not in the log, `textNotWritten` when it is there and only the text lacks it.
    ///   Further events may be tried after either.
    public func append(_ event: LogEvent) throws(RecoveryLogError) {
        var extended = chain
        let line = try LogEncoder.line(event, time: clock(), sequence: sequence, chain: &extended)
        do {
            try log.append(line, durably: true)
        } catch {
            throw RecoveryLogError(
                .notWritten, "\(error.message): the \(event.name) event is not recorded; is the stick full or gone?",
                cause: error)
        }
        sequence += 1
        chain = extended
        // A person reads the text when a volume or the machine is done; until then only the log must be safe.
        let textIsDurable = [.volumeOutcome, .end].contains(event.kind)
        do {
            try text.append(Self.windowsText(PlainText.render(event)), durably: textIsDurable)
        } catch {
            throw RecoveryLogError(
                .textNotWritten, "\(error.message): the \(event.name) event is only in the .jsonl file; read that one",
                cause: error)
        }
    }

    private static func openFolder(named name: String, in root: String) throws(SystemCallError) -> CInt {
        let path = "\(root)/\(name)"
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let parent = try retryingInterrupts("open", root) { open(root, flags) }
        defer { close(parent) }
        if mkdirat(parent, name, 0o755) == 0 {
            try retryingInterrupts("fsync", root) { fsync(parent) }
        } else if errno != EEXIST {
            throw SystemCallError(call: "mkdirat", object: path)
        }
        return try retryingInterrupts("openat", path) { openat(parent, name, flags) }
    }

    /// Lines that end with CRLF: the Notepad of Windows 7 and Server 2016 knows no other.
    private static func windowsText(_ text: String) -> [UInt8] {
        text.utf8.flatMap { $0 == UInt8(ascii: "\n") ? Array("\r\n".utf8) : [$0] }
    }
}

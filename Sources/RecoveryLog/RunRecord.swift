public import Diagnostics
public import Digests
public import Timestamps
internal import Vocabulary

/// The record of one run as the bytes of its two files: the log for programs, and the same in plain text for people.
///
/// It is kept whole in memory, so that it can be written to a stick that comes late, comes back, or takes the place of
/// another; the bytes are the same on each.
public struct RunRecord: Sendable {
    /// The path of the log on a stick, `logs/<day>/<UTC time>-<machine>-<run>.jsonl`; the text's differs in its ending.
    ///
    /// A folder a day, because a folder of FAT32 holds 65,536 entries, and names as long as these take up to eight each.
    public let path: String
    /// The lines of the log.
    public private(set) var log: [UInt8] = []
    /// The text.
    public private(set) var text: [UInt8] = []
    /// The length of the text up to which a person can rely on it: to the outcome of a volume or of the machine.
    private(set) var reliableText = 0
    /// The hash of the last line (`LogChain`).
    public var hash: SHA256Digest? { chain.last }

    private var chain = LogChain()
    private var sequence = 0

    /// A record with its first line.
    ///
    /// - Parameter time: when the run began, by the machine's clock.
    public init(_ start: StartEvent, at time: UTCTime) throws(RecoveryLogError) {
        path =
            "\(StickName.Folder.logs.rawValue)/\(time.description.prefix(10))/\(LogFileName.make(start, at: time)).jsonl"
        try append(.start(start), at: time)
    }

    /// A record that another process began and did not end, as far as its lines are whole.
    ///
    /// - Parameters:
    ///   - path: the path of the log on the stick.
    ///   - log: the bytes of the log. What follows the last line feed is dropped.
    ///   - text: the bytes of the text.
    public init(resuming path: String, log: [UInt8], text: [UInt8]) {
        self.path = path
        self.text = text
        reliableText = text.count
        self.log = Array(log[..<(log.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)])
        sequence = self.log.count { $0 == UInt8(ascii: "\n") }
        chain = LogChain(after: self.log.dropLast().suffix(128))
    }

    /// Adds an event.
    ///
    /// - Parameter time: when it happened, by the machine's clock.
    /// - Throws: `notEncodable` or `lineTooLong`; the record then lacks this event alone.
    public mutating func append(_ event: LogEvent, at time: UTCTime) throws(RecoveryLogError) {
        log += try LogEncoder.line(event, time: time, sequence: sequence, chain: &chain)
        sequence += 1
        text += Self.windowsText(PlainText.render(event))
        if [.volumeOutcome, .end, .signature].contains(event.kind) { reliableText = text.count }
    }

    /// The path of the text on a stick.
    public var textPath: String { path.dropLast("jsonl".count) + "txt" }

    /// Lines that end with CRLF: the Notepad of Windows 7 and Server 2016 knows no other.
    private static func windowsText(_ text: String) -> [UInt8] {
        text.utf8.flatMap { $0 == UInt8(ascii: "\n") ? Array("\r\n".utf8) : [$0] }
    }
}

public import Diagnostics
public import Timestamps
internal import Vocabulary

/// Writes events as lines of a log.
public enum LogEncoder {
    /// The line of an event: a JSON object in UTF-8 whose first members are `event`, `time` and `sequence` and whose last
    /// is `hash`, and a line feed. The same event behind the same line is always the same bytes.
    ///
    /// - Parameter chain: the chain of the lines before, which the line continues.
    public static func line(
        _ event: LogEvent, time: UTCTime, sequence: Int, chain: inout LogChain
    ) throws(RecoveryLogError) -> [UInt8] {
        var bytes: [UInt8]
        do {
            bytes = try OrderedJSON.encode(LogRecord(event: event, time: time, sequence: sequence))
        } catch {
            throw RecoveryLogError(.notEncodable, "a \(event.name) event has no form in the log", cause: error)
        }
        bytes.removeLast()
        var extended = chain
        extended.close(&bytes)
        bytes.append(UInt8(ascii: "\n"))
        guard bytes.count <= Limit.logLine else {
            throw RecoveryLogError(
                .lineTooLong,
                "a \(event.name) event has \(bytes.count) bytes, more than the \(Limit.logLine) that a log's reader "
                    + "accepts; shorten its texts")
        }
        chain = extended
        return bytes
    }

    static func bounded(_ text: String) -> String {
        // UTF-8 has at least as many bytes as scalars, and knows its count.
        if text.utf8.count <= Limit.logText || text.unicodeScalars.count <= Limit.logText { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(Limit.logText - 1))) + "…"
    }
}

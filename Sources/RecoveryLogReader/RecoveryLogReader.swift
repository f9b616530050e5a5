internal import Diagnostics
internal import RecoveryLog

/// Reads logs, also torn and foreign ones: a stick was pulled, a FAT is damaged, a file was edited. What can be read is
/// returned, what cannot is named by its line.
public enum RecoveryLogReader {
    /// The largest log that is read, in bytes.
    public static let maximumSize = 1 << 28

    /// What a log says.
    ///
    /// - Throws: when the file itself cannot be read; whatever its content is, it is only reported.
    public static func read(_ path: String) throws(RecoveryLogReadError) -> RecoveryRecord {
        try parse(RegularFile.contents(of: path, limit: maximumSize), path: path)
    }

    /// What a log's content says.
    public static func parse(_ bytes: [UInt8], path: String) -> RecoveryRecord {
        var lines = LogLines(path: path)
        var rest = bytes[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            lines.add(rest[..<(end ?? rest.endIndex)], isEnded: end != nil)
            rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
        }
        return lines.record
    }
}

/// Takes a log's lines one after the other.
private struct LogLines {
    private static let maximumProblems = 1000

    let path: String
    private var records: [LogRecord] = []
    private var problems: [RecoveryRecord.Problem] = []
    private var lineNumber = 0
    private var foreignSchema: String?
    private var chain = LogChain()
    private var hasHash = false
    /// The first line that does not continue the chain.
    private var brokenLine: Int?
    private var hasRecordBehindBreak = false

    init(path: String) { self.path = path }

    var record: RecoveryRecord {
        let isEmpty = records.isEmpty && problems.isEmpty
        let empty = isEmpty ? [RecoveryRecord.Problem(line: 1, what: "the log is empty")] : []
        return RecoveryRecord(path: path, records: records, problems: empty + problems, chain: verdict)
    }

    /// A power cut leaves a torn line or old bytes of the medium behind the last whole line; a line that can be read, or
    /// anything behind the end, was put there.
    private var verdict: RecoveryRecord.Chain {
        let isComplete = records.contains { if case .end = $0.event { true } else { false } }
        guard let brokenLine else { return isComplete ? .whole : .cut }
        if !hasHash, !records.isEmpty { return .unchained }
        return hasRecordBehindBreak || isComplete ? .edited(line: brokenLine) : .cut
    }

    mutating func add(_ bytes: ArraySlice<UInt8>, isEnded: Bool) {
        lineNumber += 1
        // An editor may have put carriage returns.
        hasHash = hasHash || LogChain.isChained(bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes)
        if brokenLine == nil, !isEnded || !chain.follow(bytes) { brokenLine = lineNumber }
        if !isEnded { report("the line has no end: writing it was cut off") }
        // An editor of Windows may have put carriage returns; they are white space in JSON.
        if bytes.isEmpty || foreignSchema != nil { return }
        if bytes.contains(0) {
            report("the line has NUL bytes: its part of the file never reached the medium")
            return
        }
        guard bytes.count < LogEncoder.maximumLineLength else {
            report("the line has \(bytes.count) bytes, more than a log's can have")
            return
        }
        do {
            add(try JSONLineDecoder.decode(LogRecord.self, from: bytes))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            report("the line is not JSON")
        } catch let error as DecodingError {
            report(Self.explain(error))
        } catch {
            report("the line cannot be read: \(error)")
        }
    }

    private mutating func add(_ record: LogRecord) {
        if case .start(let start) = record.event, start.schema != recoveryLogSchema {
            foreignSchema = start.schema
            report("the log is of the format \(start.schema), not \(recoveryLogSchema): read it with a newer unloop")
            return
        }
        let expected = records.last.map { min($0.sequence, .max - 1) + 1 } ?? 0
        if record.sequence != expected {
            report("the line is number \(record.sequence) where \(expected) is expected: lines are lost or foreign")
        }
        if records.isEmpty, record.event.name != "start" { report("the log does not begin with its start") }
        records.append(record)
        hasRecordBehindBreak = brokenLine != nil
    }

    private mutating func report(_ what: String) {
        if problems.count < Self.maximumProblems { problems.append(.init(line: lineNumber, what: what)) }
    }

    private static func explain(_ error: DecodingError) -> String {
        func name(_ path: [any CodingKey], _ key: (any CodingKey)? = nil) -> String {
            displaySafe((path + (key.map { [$0] } ?? [])).map(\.stringValue).joined(separator: "."))
        }
        switch error {
        case .keyNotFound(let key, let context): return "the member \(name(context.codingPath, key)) is missing"
        case .typeMismatch(_, let context) where context.codingPath.isEmpty: return "the line is not a JSON object"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "the member \(name(context.codingPath)) is of another kind than it should be"
        case .dataCorrupted(let context): return "the member \(name(context.codingPath)) has a value that is not known"
        @unknown default: return "the line cannot be read"
        }
    }
}

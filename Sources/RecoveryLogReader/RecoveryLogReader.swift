internal import Diagnostics
internal import RecoveryLog
internal import Vocabulary

/// Reads logs, also torn and foreign ones: a stick was pulled, a FAT is damaged, a file was edited. What can be read is
/// returned, what cannot is named by its line.
public enum RecoveryLogReader {
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
    /// The chain before the present line.
    private var chainBefore = LogChain()
    /// The signature, if the last line is one.
    private var signature: RecoveryRecord.Signature?
    private var hasHash = false
    /// The first line of text that does not continue the chain.
    private var brokenLine: Int?
    private var hasRecordBehindBreak = false
    /// Whether that line is the beginning of one that a run writes, and no more.
    private var isBreakTorn = false
    /// The first line that is not text any more: its sectors were torn, or never reached the medium.
    private var lostLine: Int?
    private var hasRecordBehindLoss = false
    /// Whether the line before was lost, and with it the hash that this one continues.
    private var followsLoss = false
    /// The first line that no run writes where it stands, whatever its hash says: anyone can compute hashes.
    private var misplacedLine: Int?
    /// How many lines since the last record are text that cannot be read here: each had a number.
    private var unread = 0
    /// Whether lines since the last record were lost by the medium: what follows may be anything that it held.
    private var isBehindLoss = false
    private var hasEnded = false
    /// Whether the last line has no end.
    private var isTorn = false

    init(path: String) { self.path = path }

    var record: RecoveryRecord {
        let isEmpty = records.isEmpty && problems.isEmpty
        let empty = isEmpty ? [RecoveryRecord.Problem(line: 1, what: "the log is empty")] : []
        let chain = verdict
        return RecoveryRecord(
            path: path, records: records, problems: empty + problems, chain: chain,
            signature: chain == .whole ? signature : nil)
    }

    /// A power cut leaves a torn line or old bytes of the medium behind the last whole line. A line of text that can be
    /// read there, or anything behind the end but the beginning of a line, was put there; what is not text is damage,
    /// wherever it is.
    private var verdict: RecoveryRecord.Chain {
        let isComplete = records.contains { if case .end = $0.event { true } else { false } }
        if brokenLine ?? lostLine != nil, !hasHash, !records.isEmpty { return .unchained }
        let isEdit = hasRecordBehindBreak || isComplete && !isBreakTorn
        let edits = [isEdit ? brokenLine : nil, misplacedLine]
        if let line = edits.compactMap(\.self).min() { return .edited(line: line) }
        if let lostLine, hasRecordBehindLoss || isComplete { return .damaged(line: lostLine) }
        return isComplete && !isTorn ? .whole : .cut
    }

    mutating func add(_ bytes: ArraySlice<UInt8>, isEnded: Bool) {
        lineNumber += 1
        chainBefore = chain
        signature = nil
        // An editor may have put carriage returns.
        hasHash = hasHash || LogChain.isChained(bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes)
        let isLost = !follow(bytes)
        if brokenLine == lineNumber { isBreakTorn = !isEnded && bytes.starts(with: Self.beginning) }
        if !isEnded {
            isTorn = true
            report("the line is cut off: writing it did not finish")
        }
        // An editor of Windows may have put carriage returns; they are white space in JSON.
        if bytes.isEmpty || foreignSchema != nil { return }
        let count = records.count
        defer {
            unread = records.count == count ? unread + 1 : 0
            isBehindLoss = records.count == count && (isBehindLoss || isLost)
        }
        if isLost {
            report(
                bytes.contains(0)
                    ? "the line has NUL bytes: this part of the file was never written to the medium"
                    : "the line is not text: its part of the file is damaged")
            return
        }
        guard bytes.count < Limit.logLine else {
            report("the line has \(bytes.count) bytes, more than a line of a log can have")
            if isEnded { misplaceChained() }
            return
        }
        do {
            add(try JSONLineDecoder.decode(LogRecord.self, from: bytes))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            report("the line is not JSON")
            if isEnded { misplaceChained() }
        } catch let error as DecodingError {
            report(Self.explain(error))
            if isEnded, !Self.mayBeNewer(error) { misplaceChained() }
        } catch {
            report("the line cannot be read: \(error)")
        }
    }

    /// Follows the chain to the next line. Behind a line that was lost, the chain begins anew: the hash that the next one
    /// continues was lost as well.
    ///
    /// - Returns: whether the line is text.
    private mutating func follow(_ bytes: ArraySlice<UInt8>) -> Bool {
        if chain.follow(bytes) {
            followsLoss = false
            return true
        }
        guard Self.isText(bytes) else {
            if lostLine == nil { lostLine = lineNumber }
            followsLoss = true
            return false
        }
        if followsLoss, LogChain.isChained(bytes) {
            chain = LogChain(after: bytes)
        } else if brokenLine == nil {
            brokenLine = lineNumber
        }
        followsLoss = false
        return true
    }

    private static let beginning = Array(#"{"event":""#.utf8)

    /// Whether a line can have been written as one: UTF-8 without control characters, as editors write it too.
    private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        let controls = bytes.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0D || $0 == 0x7F }
        return !controls && String(validating: bytes, as: UTF8.self) != nil
    }

    /// Whether a newer version may write what cannot be read: an event or a value that is not known here. The members that
    /// every event of this format has do not go, nor do they change their types.
    private static func mayBeNewer(_ error: DecodingError) -> Bool {
        guard case .dataCorrupted(let context) = error else { return false }
        return context.codingPath.map(\.stringValue) != ["time"]
    }

    /// Takes note of a line that continues the chain and that no run writes.
    private mutating func misplaceChained() {
        if brokenLine == nil { misplace() }
    }

    private mutating func misplace() {
        if misplacedLine == nil, !isBehindLoss { misplacedLine = lineNumber }
    }

    /// Whether an event may stand behind the end of a run: what was noted while the last page was shown, a signature, and the
    /// end that is written for a program that crashed there.
    private static func mayFollowEnd(_ event: LogEvent) -> Bool {
        switch event {
        case .note, .signature: true
        case .end(let end): end.code == ReasonCode.agentCrashed.rawValue
        default: false
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
            report(
                "line number \(record.sequence) where \(expected) is expected: lines are missing, or come from another log"
            )
        }
        if record.sequence < expected || record.sequence - expected != unread { misplace() }
        let isStart = if case .start = record.event { true } else { false }
        if isStart != records.isEmpty {
            report(isStart ? "a second start event: a log is of one run" : "the log does not begin with a start event")
            misplace()
        }
        if hasEnded, !Self.mayFollowEnd(record.event) {
            report("a line behind the end of the run")
            misplace()
        }
        if case .signature(let event) = record.event { sign(event) }
        if case .end = record.event { hasEnded = true }
        records.append(record)
        hasRecordBehindBreak = brokenLine != nil
        hasRecordBehindLoss = lostLine != nil
    }

    /// A signature is of the lines up to the end of the run, which it follows.
    private mutating func sign(_ event: SignatureEvent) {
        guard case .end = records.last?.event else {
            report("a signature that does not follow the end of the run")
            return misplace()
        }
        guard case .start(let start) = records.first?.event, let hash = chainBefore.last else { return }
        signature = RecoveryRecord.Signature(
            event: event, message: SignatureEvent.message(run: start.run, after: hash))
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
            return "the member \(name(context.codingPath)) is of the wrong type"
        case .dataCorrupted(let context): return "the member \(name(context.codingPath)) has an unknown value"
        @unknown default: return "the line cannot be read"
        }
    }
}

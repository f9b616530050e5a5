public import RecoveryLog
public import Signatures

/// What a log says, as far as it can be read.
public struct RecoveryRecord: Sendable, Equatable {
    /// Something in a log that is not as it was written.
    public struct Problem: Sendable, Equatable {
        /// The line's number, from 1.
        public let line: Int
        /// What is wrong, in plain words.
        public let what: String
    }

    /// What the hashes and numbers of the lines say about the log. They show damage and careless edits: anyone can compute
    /// them, so none of it proves who wrote a log.
    public enum Chain: Sendable, Equatable {
        /// Every line follows from the one before it, to the end of the run.
        case whole
        /// Every line follows from the one before it, up to where writing was cut off.
        case cut
        /// A line, numbered from 1, was changed after it was written, or one before it is missing.
        case edited(line: Int)
        /// Lines, the first of them numbered from 1, were lost by the medium: they are not text any more. All others follow
        /// from each other.
        case damaged(line: Int)
        /// The lines have no hashes.
        case unchained
    }

    /// The signature that a log ends with.
    public struct Signature: Sendable, Equatable {
        let event: SignatureEvent
        /// What should have been signed.
        let message: [UInt8]

        /// The key that the log names; nil where that is no key.
        public var key: VerifyingKey? { event.verifyingKey }
        /// Whether the key that the log names made it. Whose key that is, is another question.
        public var isValid: Bool { event.isValid(of: message) }
    }

    /// The log's path as the caller named it.
    public let path: String
    /// The lines that can be read, in the order of the file.
    public let records: [LogRecord]
    /// What cannot be read, in the order of the file.
    public let problems: [Problem]
    /// Whether the lines follow from each other.
    public let chain: Chain
    /// The signature of all lines before the last one; nil where the last line is none, or the lines do not follow from
    /// each other.
    public let signature: Signature?

    /// The start of the run, if its line can be read.
    public var start: StartEvent? {
        for record in records { if case .start(let start) = record.event { return start } }
        return nil
    }

    /// The end of the run, if the log has one.
    public var end: EndEvent? {
        for record in records.reversed() { if case .end(let end) = record.event { return end } }
        return nil
    }

    /// Whether the run came to its end. A log without one was cut off: by pulling the stick, by a crash, by power.
    public var isComplete: Bool { end != nil }

    /// The volumes that were found.
    public var volumes: [VolumeEvent] {
        records.compactMap { if case .volume(let event) = $0.event { event } else { nil } }
    }

    /// The Windows installations that were found.
    public var windows: [WindowsEvent] {
        records.compactMap { if case .windows(let windows) = $0.event { windows } else { nil } }
    }

    /// The volumes' outcomes.
    public var volumeOutcomes: [VolumeOutcomeEvent] {
        records.compactMap { if case .volumeOutcome(let outcome) = $0.event { outcome } else { nil } }
    }

    /// The files that were removed, as far as the volume's driver said.
    public var removals: [RemovedEvent] {
        records.compactMap { if case .removed(let event) = $0.event { event } else { nil } }
    }

    /// The number of files that were removed.
    public var removedCount: Int { removals.count }
}
